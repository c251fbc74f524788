import Files
import Speech
import TestSupport
import Testing

@Suite struct AudioReaderTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func write(_ container: AudioFormat.Container, frames: Int) throws -> String {
    let path = directory("audio.\(container.rawValue)")
    try AudioFile.write(
      noise(frames, sampleRate: 8_000), to: path,
      as: AudioFormat(sampleRate: 8_000, channels: 2, container: container))
    return path
  }

  @Test(
    arguments: AudioFormat.Container.allCases,
    [0..<1, 0..<40_000, 1..<40_000, 17_001..<23_456, 39_999..<40_000])
  func `a part has the samples of the whole file`(
    container: AudioFormat.Container, part: Range<Int>
  ) throws {
    let path = try write(container, frames: 40_000)
    let whole = try AudioFile.read(path)
    #expect(try AudioFile.read(path) { _ in part }.samples == Array(whole.samples[part]))
  }

  @Test(arguments: AudioFormat.Container.allCases)
  func `only the frames of the part are decoded`(container: AudioFormat.Container) throws {
    let reader = try AudioReader(write(container, frames: 400_000))
    let samples = try reader.read { header throws(Problem) in
      #expect(header.frames == 400_000)
      return 399_000..<399_500
    }.samples
    #expect(samples.count == 500)
    #expect(reader.decodedFrames == 500)
    #expect(try reader.read { _ in 10..<20 }.samples.count == 10)
    #expect(reader.decodedFrames == 510)
  }

  @Test func `a recording that is too long is refused before it is decoded`() throws {
    var bytes = try readFile(write(.flac, frames: 400_000))
    // The 36 bits of STREAMINFO for the number of samples: 2 to the power of 28.
    bytes[21] &= 0xF0
    bytes.replaceSubrange(22..<26, with: [0x10, 0, 0, 0])
    let reader = try AudioReader(directory.write("long.flac", bytes))
    let problem = try #require(throws: Problem.self) { try reader.readAll() }
    #expect(problem.message.contains("more than 268435456 frames is not read"))
    #expect(reader.decodedFrames == 0)
    #expect(try reader.read { _ in 10..<20 }.samples.count == 10)
  }

  @Test func `a file that does not state its length is decoded from its start`() throws {
    let path = try write(.flac, frames: 20_000)
    let whole = try AudioFile.read(path)
    var bytes = try readFile(path)
    // The 36 bits of STREAMINFO for the number of samples; 0 stands for unknown.
    bytes[21] &= 0xF0
    bytes.replaceSubrange(22..<26, with: [0, 0, 0, 0])
    let reader = try AudioReader(directory.write("piped.flac", bytes))
    #expect(reader.header == nil)
    let part = try reader.read { header throws(Problem) in
      #expect(header.frames == 20_000)
      return 5_000..<6_000
    }
    #expect(part.samples == Array(whole.samples[5_000..<6_000]))
    #expect(reader.decodedFrames == 20_000)
  }

  @Test func `a part behind the end of a cut file is an error`() throws {
    let whole = try readFile(write(.flac, frames: 40_000))
    let path = try directory.write("cut.flac", whole[..<(whole.count / 2)])
    let problem = #expect(throws: Problem.self) {
      try AudioFile.read(path) { _ in 39_000..<40_000 }
    }
    #expect(problem?.kind == .badData)
    #expect(problem?.file == path)
  }

  @Test func `samples outside of the part are not looked at`() throws {
    let samples: [Float] = [.nan, 0.5, 0.25, .infinity]
    let path = try directory.write(
      "float.wav", riff(format: 3, bits: 32, data: samples.flatMap { little($0.bitPattern) }))
    #expect(try AudioFile.read(path) { _ in 1..<3 }.samples == [0.5, 0.25])
    #expect(throws: Problem.self) { try AudioFile.read(path) { _ in 0..<2 } }
  }

  @Test func `an error of the caller passes through`() throws {
    let path = try write(.wav, frames: 10)
    let refusal = Problem(.badData, "no part")
    #expect(throws: refusal) {
      try AudioFile.read(path) { _ throws(Problem) in throw refusal }
    }
  }
}
