import Files
import Randomness
import Speech
import TestSupport
import Testing

/// Files whose content does not match their header.
@Suite struct DamagedAudioTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `a missing file and a directory are missing inputs`() throws {
    try directory.makeDirectory("folder.wav")
    for name in ["none.wav", "folder.wav", "none/none.wav"] {
      for attempt in [{ _ = try AudioFile.read($0) }, { _ = try AudioFile.header(of: $0) }]
        as [(String) throws -> Void]
      {
        let problem = #expect(throws: Problem.self, "\(name)") { try attempt(directory(name)) }
        #expect(problem?.kind == .missingInput, "\(name)")
        #expect(problem?.file == directory(name))
      }
    }
  }

  @Test func `a file that is not audio is bad data`() throws {
    let wav = riff(format: 1, bits: 16, data: [UInt8](repeating: 1, count: 200))
    for (name, bytes) in [
      ("empty.wav", []), ("cut.wav", Array(wav[..<20])), ("text.wav", Array("not sound\n".utf8)),
      ("odd.wav", riff(format: 0x1234, bits: 16, data: [0, 0])),
      ("still.wav", riff(format: 1, bits: 16, sampleRate: 0, data: [0, 0])),
      ("mute.wav", riff(format: 1, bits: 16, channels: 0, data: [0, 0])),
    ] as [(String, [UInt8])] {
      let path = try directory.write(name, bytes)
      for attempt in [{ _ = try AudioFile.read(path) }, { _ = try AudioFile.header(of: path) }]
        as [() throws -> Void]
      {
        let problem = #expect(throws: Problem.self, "\(name)") { try attempt() }
        #expect(problem?.kind == .badData, "\(name)")
        #expect(problem?.file == path)
      }
    }
  }

  /// Programs that write WAV into a pipe do not know its length and state a large one.
  @Test func `a WAV file that states too many frames is read to its end`() throws {
    let frames = (0..<100).map { Int16(100 * $0) }
    var bytes = riff(format: 1, bits: 16, data: frames.flatMap(little))
    bytes.replaceSubrange(4..<8, with: little(UInt32.max))
    bytes.replaceSubrange(40..<44, with: little(UInt32.max - 36))
    let path = try directory.write("stream.wav", bytes)
    #expect(try AudioFile.read(path).samples == frames.map { Float($0) / 32768 })
    #expect(try AudioFile.header(of: path).frames == 100)
  }

  @Test func `a truncated FLAC file is bad data`() throws {
    let format = AudioFormat(sampleRate: 16_000, channels: 1, container: .flac)
    try AudioFile.write(noise(20_000, sampleRate: 16_000), to: directory("whole"), as: format)
    let whole = try directory.read("whole")
    for part in [whole.count / 3, whole.count / 2, whole.count - 10] {
      let path = try directory.write("part", whole[..<part])
      let problem = #expect(throws: Problem.self, "\(part) of \(whole.count) bytes") {
        try AudioFile.read(path)
      }
      #expect(problem?.kind == .badData)
    }
  }

  /// A FLAC file of 20,000 frames whose STREAMINFO states another number in its 36 bits.
  private func flac(stating frames: UInt64, channels: Int) throws -> String {
    let format = AudioFormat(sampleRate: 16_000, channels: channels, container: .flac)
    let path = directory("\(frames)-\(channels).flac")
    try AudioFile.write(noise(20_000, sampleRate: 16_000), to: path, as: format)
    var bytes = try readFile(path)
    bytes[21] = bytes[21] & 0xF0 | UInt8(frames >> 32)
    bytes.replaceSubrange(22..<26, with: little(UInt32(truncatingIfNeeded: frames).byteSwapped))
    return try directory.write("\(frames)-\(channels).flac", bytes)
  }

  /// An encoder that writes into a pipe states 0, which stands for unknown.
  @Test(arguments: [1, 2])
  func `a FLAC file that does not state its length is read completely`(channels: Int) throws {
    let path = try flac(stating: 0, channels: channels)
    #expect(
      try AudioFile.read(path).distance(to: noise(20_000, sampleRate: 16_000)) <= 1 / 32768)
    #expect(try AudioFile.header(of: path).frames == 20_000)
  }

  @Test(arguments: [20_001, 100_000_000, 0xF_FFFF_FFFF], [1, 2])
  func `a FLAC file that states too many frames is bad data`(
    frames: UInt64, channels: Int
  ) throws {
    let path = try flac(stating: frames, channels: channels)
    let problem = #expect(throws: Problem.self) { try AudioFile.read(path) }
    #expect(problem?.kind == .badData)
    #expect(problem?.message == "ends after 20000 of \(frames) frames")
    #expect(try AudioFile.header(of: path).frames == Int(frames))
  }

  @Test(arguments: AudioFormat.Container.allCases)
  func `damaged files give audio or an error, never a trap`(
    container: AudioFormat.Container
  ) throws {
    let format = AudioFormat(sampleRate: 8_000, channels: 2, container: container)
    try AudioFile.write(noise(300, sampleRate: 8_000), to: directory("whole"), as: format)
    let whole = try directory.read("whole")
    var random = Seed(short: 2).stream("damage")
    var refused = 0
    for _ in 0..<400 {
      var bytes = whole
      for _ in 0...random.below(3) {
        bytes[random.below(min(60, bytes.count))] = UInt8(truncatingIfNeeded: random.next())
      }
      let path = try directory.write("damaged", bytes)
      do {
        let sound = try AudioFile.read(path)
        #expect(sound.samples.allSatisfy { $0.isFinite })
      } catch {
        #expect(error.file == path)
        refused += 1
      }
    }
    #expect(refused > 40)
  }
}
