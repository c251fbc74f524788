import AuditModel
import Files
import Foundation
import Injection
import Randomness
import TestSupport
import Testing

@Suite struct VerificationTests {
  private let corpus: InjectedCorpus
  private let ledger: Ledger

  init() throws {
    corpus = try InjectedCorpus()
    ledger = try corpus.inject { $0.design.naturalSpeedProbes = true }.ledger
  }

  private func verify(commitment: String? = nil) throws -> Verification {
    try Verification(
      ledger: corpus.directory("out/ledger.json"), commitment: commitment, publicKeyPEM: nil)
  }

  private var trained: Canary { ledger.canaries.first { $0.role == .trained }! }

  private func rewriteManifest(_ change: (String) -> String) throws {
    let text = String(decoding: try corpus.directory.read("out/train/train.json"), as: UTF8.self)
    try corpus.directory.write("out/train/train.json", change(text))
  }

  private func failure(_ what: String) throws {
    let failed = try verify().failed
    #expect(failed.count == 1)
    #expect(failed.first?.contains(what) == true, "\(failed)")
  }

  @Test func `a fresh audit passes every check`() throws {
    let verification = try verify()
    #expect(verification.failed == [])
    #expect(verification.passed.count == 6)
    let files = ledger.canaries.count * 2 + ledger.trainingIDs.count
    #expect(verification.passed.contains { $0.contains("all \(files) audio files") })
  }

  @Test func `changed audio is named`() throws {
    for path in [
      "out/probe/utterances/\(trained.probeID).wav",
      "out/train/utterances/\(trained.trainingIDs[0]).wav",
      "out/probe/utterances/\(trained.naturalSpeedID!).wav",
    ] {
      let original = try corpus.directory.read(path)
      var changed = original
      changed[changed.count / 2] ^= 1
      try corpus.directory.write(path, changed)
      try failure(stem(of: path))
      try corpus.directory.write(path, original)
    }
  }

  @Test func `missing audio is named`() throws {
    let path = corpus.directory("out/train/utterances/\(trained.trainingIDs[0]).wav")
    try FileManager.default.removeItem(atPath: path)
    try failure("1 audio files are gone: ")
  }

  @Test func `a injected line that is gone is named`() throws {
    try rewriteManifest { text in
      text.split(separator: "\n").filter { !$0.contains(trained.trainingIDs[0]) }
        .map { "\($0)\n" }.joined()
    }
    try failure(trained.trainingIDs[0])
  }

  @Test func `a injected line whose text was changed is named`() throws {
    try rewriteManifest { text in
      text.split(separator: "\n").map { line in
        let isOurs = line.contains(trained.trainingIDs[0])
        return String(isOurs ? line.replacing(trained.text, with: "other") : line) + "\n"
      }.joined()
    }
    try failure(trained.trainingIDs[0])
  }

  @Test func `a injected line that is there twice is named`() throws {
    try rewriteManifest { text in
      text + text.split(separator: "\n").first { $0.contains(trained.trainingIDs[0]) }! + "\n"
    }
    try failure(trained.trainingIDs[0])
  }

  @Test func `a user's line that was changed is named by its file`() throws {
    try rewriteManifest { $0.replacing("number 7\"", with: "number eight\"") }
    try failure("other entries were changed: train.json")
  }

  @Test func `a probe that is gone from its manifest is named`() throws {
    let text = String(decoding: try corpus.directory.read("out/probe/probe.json"), as: UTF8.self)
    try corpus.directory.write(
      "out/probe/probe.json",
      text.split(separator: "\n").filter { !$0.contains(trained.probeID) }
        .map { "\($0)\n" }.joined())
    try failure(trained.probeID)
  }

  @Test func `a commitment that promises something else is not the ledger's`() throws {
    let text = String(decoding: try corpus.directory.read("out/commitment.json"), as: UTF8.self)
    try corpus.directory.write(
      "out/commitment.json",
      text.replacing("\"permutations\" : 9999", with: "\"permutations\" : 99"))
    try failure("what it promises is not the ledger's")
  }

  @Test func `another run's commitment is told from its own`() throws {
    try corpus.inject {
      $0.seed = Seed(short: 9)
      $0.output = corpus.directory("other")
    }
    let other = corpus.directory("other/commitment.json")
    let verification = try verify(commitment: other)
    #expect(verification.failed.count == 1)
    #expect(verification.failed[0].contains("not this ledger's"))
  }

  @Test func `a ledger that was changed is refused`() throws {
    let text = String(decoding: try corpus.directory.read("out/ledger.json"), as: UTF8.self)
    try FileManager.default.removeItem(atPath: corpus.directory("out/ledger.json"))
    try corpus.directory.write(
      "out/ledger.json", text.replacing(trained.text, with: trained.text + "s"))
    let problem = #expect(throws: Problem.self) { try verify() }
    #expect(problem?.field == "root")
  }

  @Test func `what is no commitment is refused`() throws {
    for text in ["{}", "", "[1]", "{\"format\": \"asr-audit report\"}"] {
      let path = try corpus.directory.write("foreign.json", text)
      let problem = #expect(throws: Problem.self) { try verify(commitment: path) }
      #expect(problem?.kind == .badData)
    }
  }

  @Test func `a commitment says what was promised and not what is secret`() throws {
    let commitment = try Commitment.read(corpus.directory("out/commitment.json"))
    let read = try LedgerFile.read(corpus.directory("out/ledger.json"))
    #expect(commitment.root == read.root)
    #expect(commitment.canaries == ledger.canaries.count)
    #expect(commitment.checkUtterances == ledger.checkUtterances.count)
    #expect(commitment.leaves == 1 + commitment.canaries + commitment.checkUtterances)
    #expect(commitment.design == ledger.header.design)
    #expect(commitment.primaryAnalysis == ledger.header.primaryAnalysis)
    #expect(commitment.gate == ledger.header.gate)
  }

  @Test func `a commitment of another version is refused`() throws {
    let text = String(decoding: try corpus.directory.read("out/commitment.json"), as: UTF8.self)
    let path = try corpus.directory.write(
      "future.json", text.replacing("\"version\" : 1", with: "\"version\" : 2"))
    let problem = #expect(throws: Problem.self) { try Commitment.read(path) }
    #expect(problem?.field == "version")
  }
}
