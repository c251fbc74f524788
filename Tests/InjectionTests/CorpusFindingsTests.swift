import AuditModel
import Files
import Foundation
import Injection
import Manifests
import Randomness
import Speech
import TestSupport
import Testing

/// Properties of a corpus that are found before anything is rendered.
@Suite struct CorpusFindingsTests {
  private let corpus: InjectedCorpus

  init() throws { corpus = try InjectedCorpus() }

  private func plan(
    _ change: (inout InjectionRequest) throws -> Void = { _ in }
  ) throws -> InjectionPlan {
    var request = try corpus.request()
    try change(&request)
    return try InjectionPlanner(request).plan { _, _, _ in }
  }

  private func edit(_ change: (Int, String) -> String) throws {
    let text = String(decoding: try corpus.directory.read("corpus/train.json"), as: UTF8.self)
    let lines = text.split(separator: "\n").enumerated().map { change($0, String($1)) + "\n" }
    try corpus.directory.write("corpus/train.json", lines.joined())
  }

  // MARK: - Fields

  @Test func `fields whose values vary are refused while planning`() throws {
    try edit { index, line in line.dropLast() + ", \"pnc\": \"\(index % 2)\"}" }
    let problem = #expect(throws: Problem.self) { try plan() }
    #expect(problem?.kind == .badData)
    guard case .varyingFields(let fields, false) = problem?.cause as? InjectionProblem else {
      Issue.record("\(String(describing: problem))")
      return
    }
    #expect(fields.map(\.name) == ["pnc"])
    let stated = try plan { $0.fieldValues = ["pnc": "1"] }
    #expect(stated.traits.addedFields.map(\.description) == ["pnc=1"])
  }

  @Test func `an audit with fields passes verification`() throws {
    try edit { _, line in line.dropLast() + ", \"source_lang\": \"en\"}" }
    try corpus.inject()
    let verification = try Verification(
      ledger: corpus.directory("out/ledger.json"), commitment: nil, publicKeyPEM: nil)
    #expect(verification.failed == [])
    let lines = String(decoding: try corpus.directory.read("out/train/train.json"), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.allSatisfy { $0.hasSuffix("\"source_lang\": \"en\"}") })
    let probes = String(decoding: try corpus.directory.read("out/probe/probe.json"), as: UTF8.self)
    #expect(probes.split(separator: "\n").allSatisfy { $0.hasSuffix("\"source_lang\": \"en\"}") })
  }

  // MARK: - Obstacles

  @Test func `a tarred manifest is refused while planning`() throws {
    try edit { index, line in line.dropLast() + ", \"shard_id\": \(index)}" }
    let problem = #expect(throws: Problem.self) { try plan() }
    #expect(problem?.kind == .badData && problem?.field == "shard_id")
  }

  @Test func `a path that leads outside is refused while planning`() throws {
    try corpus.directory.write("outside.wav", corpus.directory.read("corpus/audio/u3.wav"))
    try edit { index, line in
      index == 3 ? line.replacing("audio/u3.wav", with: "../outside.wav") : line
    }
    let problem = #expect(throws: Problem.self) { try plan() }
    #expect(problem?.line == 4 && problem?.field == "audio_filepath")
    _ = try plan { $0.output.absolutePaths = true }
  }

  @Test func `a key that cannot sign is refused while planning`() throws {
    let problem = #expect(throws: Problem.self) { try plan { $0.output.signingKeyPEM = "no key" } }
    #expect(problem?.field == "private_key")
  }

  // MARK: - Check utterances without audio

  private func loseAudio(_ lost: Range<Int>) throws {
    for number in lost {
      try FileManager.default.removeItem(atPath: corpus.directory("corpus/audio/u\(number).wav"))
    }
  }

  @Test func `check utterances whose audio exists are preferred, with a warning`() throws {
    try loseAudio(10..<60)
    let plan = try plan()
    let warning = try #require(plan.warnings.first { $0.contains("does not exist") })
    #expect(warning.contains("of 5 utterances of a random sample"))
    #expect(warning.contains("others whose audio exists"))
    try corpus.inject()
    let verification = try Verification(
      ledger: corpus.directory("out/ledger.json"), commitment: nil, publicKeyPEM: nil)
    #expect(verification.failed == [])
  }

  @Test func `check utterances without any audio are counted, and verification fails`() throws {
    try loseAudio(2..<60)
    #expect(try plan().warnings.contains { $0.contains("so 3 check utterances have no audio") })
    try corpus.inject()
    let verification = try Verification(
      ledger: corpus.directory("out/ledger.json"), commitment: nil, publicKeyPEM: nil)
    #expect(
      verification.failed.contains { $0.contains("3 check utterances' audio files are missing") })
  }

  @Test func `the sample of check utterances is the same where all audio exists`() throws {
    let ledger = try corpus.inject().ledger
    try loseAudio(0..<0)
    #expect(try plan().warnings == [])
    #expect(Set(ledger.checkUtterances.map(\.text)).count == 5)
    for checkUtterance in ledger.checkUtterances {
      let number = try #require(checkUtterance.text.split(separator: " ").last)
      #expect(checkUtterance.source == corpus.directory("corpus/audio/u\(number).wav"))
    }
  }

  @Test func `a file that several check utterances share is no source`() throws {
    try edit { index, line in line.replacing("audio/u\(index).wav", with: "audio/u0.wav") }
    let ledger = try corpus.inject().ledger
    #expect(ledger.checkUtterances.allSatisfy { $0.source == nil && $0.audioDigest != nil })
  }

  // MARK: - Audio

  @Test func `canaries get the commonest sample rate, with a warning`() throws {
    for number in 0..<6 {
      let samples = [Float](repeating: 0.1, count: 800)
      try AudioFile.write(
        Waveform(samples: samples, sampleRate: 8_000),
        to: corpus.directory("corpus/audio/u\(number).wav"),
        as: AudioFormat(sampleRate: 8_000, channels: 1, container: .wav))
    }
    let plan = try plan()
    #expect(plan.audio.sampleRate == 16_000)
    let warning = try #require(plan.warnings.first { $0.contains("several sample rates") })
    #expect(warning.contains("16000 Hz") && warning.contains("8000 Hz"))
    let example = try AudioFile.header(of: #require(plan.audioExample))
    #expect(example.sampleRate == 16_000)
    let stated = try self.plan { $0.audio.sampleRate = 8_000 }
    #expect(stated.audio.sampleRate == 8_000 && stated.warnings == [])
  }

  @Test(arguments: [(4_061.0, "milliseconds"), (0.001, "another unit")])
  func `an implausible mean duration is named`(_ seconds: Double, _ says: String) throws {
    try edit { _, line in
      line.replacing("\"duration\": 20.0", with: "\"duration\": \(seconds)")
    }
    let plan = try plan { $0.maxShare = 0.9999 }
    #expect(plan.warnings.contains { $0.contains(says) }, "\(plan.warnings)")
  }
}
