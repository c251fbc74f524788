import Files
import Foundation
import Manifests
import RecognizerRuns
import Speech
import TestSupport
import Testing

@Suite struct RunAudioTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Writes 16-bit steps: sample number n of the file is n / 32768, exactly.
  private func ramp(frames: Int = 16_000, sampleRate: Int = 8_000) throws -> String {
    let path = directory("ramp.wav")
    try AudioFile.write(
      Waveform(samples: (0..<frames).map { Float($0) / 32768 }, sampleRate: sampleRate), to: path,
      as: AudioFormat(sampleRate: sampleRate, channels: 2, container: .wav))
    return path
  }

  private func expectProblem(
    _ audio: AudioPart, says: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let problem = #expect(throws: Problem.self, sourceLocation: sourceLocation) {
      try samples(of: audio, sampleRate: 8_000)
    }
    #expect(problem?.kind == .badData, sourceLocation: sourceLocation)
    #expect(problem?.file == audio.path, sourceLocation: sourceLocation)
    #expect(problem?.message.contains(says) == true, sourceLocation: sourceLocation)
  }

  @Test func `a whole file has all its samples`() throws {
    let audio = try samples(of: AudioPart(path: ramp()), sampleRate: 8_000)
    #expect(audio == (0..<16_000).map { Float($0) / 32768 })
  }

  @Test(
    arguments: [
      (0.25, 0.5, 2_000..<6_000), (0, 2, 0..<16_000), (1.5, nil, 12_000..<16_000),
      // Times are rounded to the nearest sample.
      (0.25004, 0.00006, 2_000..<2_001),
    ] as [(Double, Double?, Range<Int>)])
  func `a part has the samples between its times`(
    start: Double, seconds: Double?, frames: Range<Int>
  ) throws {
    let part = AudioPart(path: try ramp(), start: start, seconds: seconds)
    #expect(try samples(of: part, sampleRate: 8_000) == frames.map { Float($0) / 32768 })
  }

  @Test func `a part may end up to 10 ms after its file`() throws {
    let path = try ramp()
    let audio = try samples(
      of: AudioPart(path: path, start: 1.5, seconds: 0.5099), sampleRate: 8_000)
    #expect(audio == (12_000..<16_000).map { Float($0) / 32768 })
    expectProblem(
      AudioPart(path: path, start: 1.5, seconds: 0.5101), says: "lies outside the file")
  }

  @Test(
    arguments: [
      (2.5, nil), (2.5, 1), (1, 1e300), (1e300, 1), (-1, 1), (.nan, 1), (0, .nan), (0, .infinity),
      (1, -0.5),
    ] as [(Double, Double?)])
  func `a part outside its file is refused`(start: Double, seconds: Double?) throws {
    expectProblem(
      AudioPart(path: try ramp(), start: start, seconds: seconds), says: "lies outside the file")
  }

  @Test(arguments: [(1, 0), (2, nil), (2.001, 0.005), (1, 0.00001)] as [(Double, Double?)])
  func `a part without a sample is refused`(start: Double, seconds: Double?) throws {
    expectProblem(AudioPart(path: try ramp(), start: start, seconds: seconds), says: "no sample")
  }

  @Test func `a part is resampled after it was cut`() throws {
    let path = directory("tones.wav")
    // 500 Hz for the first second, 1,000 Hz for the second.
    let tones = (0..<16_000).map { frame in
      Float(0.5 * sin(2 * .pi * (frame < 8_000 ? 500 : 1_000) * Double(frame) / 8_000))
    }
    try AudioFile.write(
      Waveform(samples: tones, sampleRate: 8_000), to: path,
      as: AudioFormat(sampleRate: 8_000, channels: 1, container: .wav))
    let audio = try samples(
      of: AudioPart(path: path, start: 1, seconds: 0.5), sampleRate: 16_000)
    // Half a second; the converter may end a sample early or late.
    try #require(abs(audio.count - 8_000) <= 1)
    // Away from the ends it is the sine of 1,000 Hz at the new rate, within the 16-bit rounding
    // (1/65536) and the converter's noise, 97 dB and more below full scale (1.4e-5).
    for frame in 2_000..<6_000 {
      let expected = 0.5 * sin(2 * .pi * 1_000 * Double(frame) / 16_000)
      #expect(abs(Double(audio[frame]) - expected) <= 1.0 / 65536 + 1.4e-5)
    }
  }

  /// The first and the last sample of the file are NaN, which whole files are refused for.
  @Test func `a part of a recording is read without the rest`() throws {
    var recording = [Float](repeating: 0.25, count: 80_000)
    recording[0] = .nan
    recording[79_999] = .nan
    let path = try directory.write("recording.wav", floatWAV(recording, sampleRate: 8_000))
    #expect(
      try samples(of: AudioPart(path: path, start: 5, seconds: 1), sampleRate: 8_000)
        == [Float](repeating: 0.25, count: 8_000))
    expectProblem(AudioPart(path: path), says: "NaN or infinite")
  }

  private func floatWAV(_ samples: [Float], sampleRate: UInt32) -> [UInt8] {
    func little(_ value: UInt32, bytes: Int = 4) -> [UInt8] {
      (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    let size = UInt32(4 * samples.count)
    return Array("RIFF".utf8) + little(36 + size) + Array("WAVEfmt ".utf8) + little(16)
      + little(3, bytes: 2) + little(1, bytes: 2) + little(sampleRate) + little(4 * sampleRate)
      + little(4, bytes: 2) + little(32, bytes: 2) + Array("data".utf8) + little(size)
      + samples.flatMap { little($0.bitPattern) }
  }

  @Test func `the error for an impossible rate names the file`() throws {
    let path = try ramp(frames: 100, sampleRate: 8_000)
    let problem = #expect(throws: Problem.self) {
      try samples(of: AudioPart(path: path), sampleRate: 8_000 * 257)
    }
    #expect(problem?.file == path)
  }

  @Test func `a file that does not exist is a missing input`() {
    let problem = #expect(throws: Problem.self) {
      try samples(of: AudioPart(path: directory("none.wav")), sampleRate: 8_000)
    }
    #expect(problem?.kind == .missingInput && problem?.file == directory("none.wav"))
  }
}
