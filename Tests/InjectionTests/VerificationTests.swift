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
    ledger = try corpus.inject { $0.experiment.design.naturalSpeedProbes = true }.ledger
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
    #expect(verification.passed.count == 7)
    #expect(verification.unchecked == [])
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
    try failure("1 audio files are missing: ")
  }

  @Test func `a missing injected line is named`() throws {
    try rewriteManifest { text in
      text.split(separator: "\n").filter { !$0.contains(trained.trainingIDs[0]) }
        .map { "\($0)\n" }.joined()
    }
    try failure(trained.trainingIDs[0])
  }

  @Test func `an injected line with a changed text is named`() throws {
    try rewriteManifest { text in
      text.split(separator: "\n").map { line in
        let isOurs = line.contains(trained.trainingIDs[0])
        return String(isOurs ? line.replacing(trained.text, with: "other") : line) + "\n"
      }.joined()
    }
    try failure(trained.trainingIDs[0])
  }

  @Test func `a repeated injected line is named`() throws {
    try rewriteManifest { text in
      text + text.split(separator: "\n").first { $0.contains(trained.trainingIDs[0]) }! + "\n"
    }
    try failure(trained.trainingIDs[0])
  }

  @Test func `the file of a changed user line is named`() throws {
    try rewriteManifest { $0.replacing("number 7\"", with: "number eight\"") }
    try failure("other entries were changed: train.json")
  }

  @Test func `a probe that is missing from its manifest is named`() throws {
    let text = String(decoding: try corpus.directory.read("out/probe/probe.json"), as: UTF8.self)
    try corpus.directory.write(
      "out/probe/probe.json",
      text.split(separator: "\n").filter { !$0.contains(trained.probeID) }
        .map { "\($0)\n" }.joined())
    try failure(trained.probeID)
  }

  @Test func `a changed commitment does not belong to the ledger`() throws {
    let text = String(decoding: try corpus.directory.read("out/commitment.json"), as: UTF8.self)
    try corpus.directory.write(
      "out/commitment.json",
      text.replacing("\"permutations\" : 9999", with: "\"permutations\" : 99"))
    try failure("does not promise what the ledger does")
  }

  @Test func `the commitment of another audit is recognised`() throws {
    try corpus.inject {
      $0.experiment.seed = Seed(short: 9)
      $0.output.path = corpus.directory("other")
    }
    let other = corpus.directory("other/commitment.json")
    let verification = try verify(commitment: other)
    #expect(verification.failed.count == 1)
    #expect(verification.failed[0].contains("belongs to another ledger"))
  }

  @Test func `a changed ledger is refused`() throws {
    let text = String(decoding: try corpus.directory.read("out/ledger.json"), as: UTF8.self)
    try FileManager.default.removeItem(atPath: corpus.directory("out/ledger.json"))
    try corpus.directory.write(
      "out/ledger.json", text.replacing(trained.text, with: trained.text + "s"))
    let problem = #expect(throws: Problem.self) { try verify() }
    #expect(problem?.field == "root")
  }

  @Test func `a file that is not a commitment is refused`() throws {
    for text in ["{}", "", "[1]", "{\"format\": \"asr-audit report\"}"] {
      let path = try corpus.directory.write("foreign.json", text)
      let problem = #expect(throws: Problem.self) { try verify(commitment: path) }
      #expect(problem?.kind == .badData)
    }
  }

  @Test func `a commitment has the declarations of the ledger`() throws {
    let commitment = try Commitment.read(corpus.directory("out/commitment.json"))
    let read = try LedgerFile.read(corpus.directory("out/ledger.json"))
    #expect(commitment.root == read.root)
    #expect(commitment.canaries == ledger.canaries.count)
    #expect(commitment.checkUtterances == ledger.checkUtterances.count)
    #expect(commitment.leaves == 2 + commitment.canaries + commitment.checkUtterances)
    #expect(commitment.design == ledger.header.design)
    #expect(commitment.primaryAnalysis == ledger.header.primaryAnalysis)
    #expect(commitment.gate == ledger.header.gate)
  }

  @Test func `a commitment of an unknown version is refused`() throws {
    let text = String(decoding: try corpus.directory.read("out/commitment.json"), as: UTF8.self)
    let path = try corpus.directory.write(
      "future.json", text.replacing("\"version\" : 2", with: "\"version\" : 3"))
    let problem = #expect(throws: Problem.self) { try Commitment.read(path) }
    #expect(problem?.field == "version")
  }

  // MARK: - Check utterances

  /// The link of a check utterance in the probe set.
  private var link: String {
    get throws {
      let id = ledger.checkUtterances[0].probeID
      let entry = try #require(
        corpus.entries("out/probe/probe.json").first { $0.audio.contains(id) })
      return entry.audio
    }
  }

  @Test func `a missing link of a check utterance is named`() throws {
    try FileManager.default.removeItem(atPath: link)
    let failed = try verify().failed
    #expect(
      failed.contains {
        $0.contains("check utterances' audio files are missing")
          && $0.contains(ledger.checkUtterances[0].probeID)
      }, "\(failed)")
  }

  @Test func `a dangling link of a check utterance is named`() throws {
    let path = try link
    let target = try FileManager.default.destinationOfSymbolicLink(atPath: path)
    try FileManager.default.moveItem(atPath: target, toPath: target + ".moved")
    try failure("check utterances' audio files are missing")
  }

  @Test func `replaced audio of a check utterance is named`() throws {
    let path = try link
    try FileManager.default.removeItem(atPath: path)
    try FileManager.default.copyItem(
      atPath: corpus.directory("out/probe/utterances/\(trained.probeID).wav"), toPath: path)
    try failure("check utterances' audio files were changed")
  }

  @Test func `audio of check utterances without a digest is reported as unchecked`() throws {
    var old = ledger
    for index in old.checkUtterances.indices { old.checkUtterances[index].audioDigest = nil }
    try FileManager.default.removeItem(atPath: corpus.directory("out/ledger.json"))
    let root = try LedgerFile.write(old, to: corpus.directory("out/ledger.json"))
    try corpus.directory.write(
      "out/commitment.json", Commitment(ledger: old, root: root).encoded)
    let verification = try verify()
    #expect(verification.failed == [])
    #expect(verification.unchecked.count == 1)
    #expect(verification.unchecked[0].contains("5 of 5 check utterances"))
  }

  @Test func `an audit that was moved is recognised`() throws {
    try FileManager.default.moveItem(
      atPath: corpus.output, toPath: corpus.directory("moved"))
    let verification = try Verification(
      ledger: corpus.directory("moved/ledger.json"), commitment: nil, publicKeyPEM: nil)
    #expect(verification.isMoved)
    #expect(verification.failed.count == 1, "\(verification.failed)")
  }
}
