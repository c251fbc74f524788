import Files
import Foundation
import Speech
import TestSupport
import Testing

@Suite struct AudioFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  static let formats = [8_000, 16_000].flatMap { sampleRate in
    [1, 2].flatMap { channels in
      AudioFormat.Container.allCases.map {
        AudioFormat(sampleRate: sampleRate, channels: channels, container: $0)
      }
    }
  }

  @Test(arguments: formats)
  func `written audio is read back within 16-bit rounding`(format: AudioFormat) throws {
    let path = directory("sound.\(format.container.rawValue)")
    let sound = noise(5_001, sampleRate: format.sampleRate)
    try AudioFile.write(sound, to: path, as: format)
    #expect(try AudioFile.read(path).distance(to: sound) <= 1 / 32768)
    let header = try AudioFile.header(of: path)
    #expect(header.format == format)
    #expect(header.frames == 5_001)
    #expect(header.seconds == 5_001 / Double(format.sampleRate))
    let mark = format.container == .wav ? "RIFF" : "fLaC"
    #expect(try directory.read("sound.\(format.container.rawValue)").starts(with: mark.utf8))
  }

  @Test(arguments: formats)
  func `equal audio gives equal bytes`(format: AudioFormat) throws {
    let sound = noise(2_000, sampleRate: format.sampleRate)
    for name in ["a", "b"] { try AudioFile.write(sound, to: directory(name), as: format) }
    #expect(try directory.read("a") == directory.read("b"))
  }

  @Test(arguments: formats)
  func `samples beyond full scale clip and do not wrap`(format: AudioFormat) throws {
    let loud = Waveform(
      samples: [1.5, -1.5, 1, -1, 100, -100, 0, 0.5], sampleRate: format.sampleRate)
    try AudioFile.write(loud, to: directory("loud"), as: format)
    let top: Float = 32767 / 32768
    let clipped = Waveform(
      samples: [top, -1, top, -1, top, -1, 0, 0.5], sampleRate: format.sampleRate)
    #expect(try AudioFile.read(directory("loud")).distance(to: clipped) <= 1 / 32768)
  }

  /// libsndfile keeps the reason for a failed open in one variable for all threads.
  @Test func `each thread gets its own error`() async throws {
    let sound = noise(200, sampleRate: 8_000)
    let format = AudioFormat(sampleRate: 8_000, channels: 1, container: .wav)
    let reasons = await withTaskGroup(of: String?.self) { group in
      for number in 0..<400 {
        let path = directory(number % 2 == 0 ? "\(number)" : "none/\(number)")
        group.addTask {
          do throws(Problem) {
            try AudioFile.write(sound, to: path, as: format)
            return nil
          } catch {
            return error.message
          }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(reasons.count { $0 == nil } == 200)
    #expect(reasons.count { $0 == "cannot be written: No such file or directory" } == 200)
  }

  @Test(arguments: AudioFormat.Container.allCases)
  func `audio without samples is not written`(container: AudioFormat.Container) throws {
    let nothing = Waveform(samples: [], sampleRate: 8_000)
    let format = AudioFormat(sampleRate: 8_000, channels: 1, container: container)
    let problem = #expect(throws: Problem.self) {
      try AudioFile.write(nothing, to: directory("nothing"), as: format)
    }
    #expect(problem?.kind == .badData)
    #expect(!directory.exists("nothing"))
  }

  @Test func `channels are averaged`() throws {
    let frames: [Int16] = [16_384, -8_192, 0, 16_384, -16_384, -16_384]
    let path = try directory.write(
      "stereo.wav", riff(format: 1, bits: 16, channels: 2, data: frames.flatMap(little)))
    #expect(
      try AudioFile.read(path) == Waveform(samples: [0.125, 0.25, -0.5], sampleRate: 16_000))
  }

  @Test func `floating point is read, but NaN and infinity are refused`() throws {
    func path(_ samples: [Float]) throws -> String {
      try directory.write(
        "float.wav", riff(format: 3, bits: 32, data: samples.flatMap { little($0.bitPattern) }))
    }
    #expect(try AudioFile.read(path([0.1, -0.2])).samples == [0.1, -0.2])
    for odd: Float in [.nan, .infinity, -.infinity] {
      let problem = #expect(throws: Problem.self) { try AudioFile.read(path([0, odd, 0])) }
      #expect(problem?.kind == .badData)
      #expect(problem?.file == directory("float.wav"))
    }
  }

  @Test func `a file in a missing directory cannot be written`() throws {
    let format = AudioFormat(sampleRate: 8_000, channels: 1, container: .wav)
    let problem = #expect(throws: Problem.self) {
      try AudioFile.write(sine(440, sampleRate: 8_000), to: directory("none/a.wav"), as: format)
    }
    #expect(problem?.kind == .cannotWrite)
    #expect(problem?.file == directory("none/a.wav"))
  }

  @Test func `a full disk is reported`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit(rlim_cur: 10_000, rlim_max: 10_000)
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      for container in AudioFormat.Container.allCases {
        let format = AudioFormat(sampleRate: 16_000, channels: 1, container: container)
        let path = directory("a.\(container.rawValue)")
        let problem = #expect(throws: Problem.self, "\(container)") {
          try AudioFile.write(sine(1_234.5, seconds: 5), to: path, as: format)
        }
        #expect(problem?.kind == .inputOutput)
        #expect(problem?.file == path)
      }
    }
  }

  @Test func `a sample rate other than the format's is a programming error`() async {
    await #expect(processExitsWith: .failure) {
      let format = AudioFormat(sampleRate: 16_000, channels: 1, container: .wav)
      let sound = sine(440, sampleRate: 8_000)
      // The null device is writable, so only the rate can fail.
      _ = try? AudioFile.write(sound, to: "/dev/null", as: format)
    }
  }
}
