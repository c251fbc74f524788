import Files
import Integrity
import Speech
import TestSupport
import Testing

@Suite struct EncodedAudioTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: AudioFileTests.formats)
  func `digest and frames are those of the file`(format: AudioFormat) throws {
    let path = directory("audio")
    let encoded = try AudioFile.write(
      noise(5_001, sampleRate: format.sampleRate), to: path, as: format)
    #expect(encoded.bytes == (try readFile(path)))
    #expect(encoded.digest == Digest(of: try readFile(path)))
    #expect(encoded.frames == 5_001)
    #expect(try AudioFile.header(of: path).frames == 5_001)
  }

  @Test func `the sizes in a WAV header are those of the finished file`() throws {
    let format = AudioFormat(sampleRate: 16_000, channels: 1, container: .wav)
    let bytes = try EncodedAudio(noise(1_000, sampleRate: 16_000), as: format).bytes
    #expect(Array(bytes[4..<8]) == little(UInt32(bytes.count - 8)))
    #expect(Array(bytes[(bytes.count - 2_004)..<(bytes.count - 2_000)]) == little(UInt32(2_000)))
  }

  @Test func `a FLAC header states the number of samples`() throws {
    let format = AudioFormat(sampleRate: 16_000, channels: 1, container: .flac)
    let bytes = try EncodedAudio(noise(70_000, sampleRate: 16_000), as: format).bytes
    #expect(bytes[22..<26].reduce(0) { $0 << 8 | Int($1) } == 70_000)
  }

  @Test func `a longer file is replaced`() throws {
    let format = AudioFormat(sampleRate: 8_000, channels: 1, container: .wav)
    let path = directory("audio.wav")
    try AudioFile.write(noise(2_000, sampleRate: 8_000), to: path, as: format)
    let short = try AudioFile.write(noise(20, sampleRate: 8_000), to: path, as: format)
    #expect(try readFile(path) == short.bytes)
  }
}
