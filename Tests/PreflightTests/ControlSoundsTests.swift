import AuditModel
import Files
import Preflight
import Speech
import TestSupport
import Testing

/// Controls whose audio is in what training used.
struct ControlSoundsTests {
  private let place: TemporaryDirectory
  private let seen = SeenLedger()

  init() throws { place = try TemporaryDirectory() }

  private func write(_ name: String, _ lines: [String]) throws -> String {
    try place.write(name, lines.map { $0 + "\n" }.joined())
  }

  static let audioLines: [@Sendable (String) -> String] = [
    { #"{"audio_filepath": "\#($0)", "duration": 1.0, "text": "other"}"# },
    { #"{"audio_filepath": "\#($0.replacing("/", with: "\\/"))", "text": "other"}"# },
    { "utt-1,\($0),1.0,other" }, { "utt-1 \($0)" }, { "utt-1 flac -d -c -s \($0) |" },
    { "\($0)\t16000" },
  ]

  @Test(arguments: audioLines.indices)
  func `a control is found by its sound, under another name and text`(_ line: Int) throws {
    let control = try #require(seen.controls.first)
    let other = try #require(seen.controls.last)
    let suffix = seen.ledger.header.audio.container.rawValue
    func write(_ slope: Float, _ name: String, _ container: AudioFormat.Container = .wav) throws {
      _ = try place.write(name, "")
      let samples = (0..<800).map { slope * Float($0 % 50) / 100 }
      try AudioFile.write(
        Waveform(samples: samples, sampleRate: 16_000), to: place(name),
        as: AudioFormat(sampleRate: 16_000, channels: 1, container: container))
    }
    try write(1, "audit/probe/utterances/\(control.probeID).\(suffix)")
    try write(-1, "audit/probe/utterances/\(other.probeID).\(suffix)")
    try write(1, "my audio/a, copy.wav")
    try write(1, "plain/copy.WAV")
    try write(1, "plain/copy.flac", .flac)
    try write(0.5, "plain/other.wav")
    for path in [
      place("plain/copy.WAV"), "plain/copy.WAV", "plain/copy.flac", place("my audio/a, copy.wav"),
    ] {
      let manifest = try self.write("train.json", seen.manifest + [Self.audioLines[line](path)])
      let found = try seen.consumption(of: manifest, directory: place("audit"))
      #expect(found.evidence.leakedControls.map(\.probe) == [control.probeID], "\(path)")
      #expect(found.evidence.leakedControls.map(\.trace) == [.audio])
      #expect(!found.isComplete)
    }
    let clean = try seen.consumption(
      of: self.write("clean.json", seen.manifest + [Self.audioLines[line]("plain/other.wav")]),
      directory: place("audit"))
    #expect(clean.evidence.leakedControls.isEmpty && clean.comparedSounds == 1)
  }
}
