import Foundation
import TestSupport
import Testing

/// The same seed and input give the same bytes.
struct DeterminismTests {
  /// Injects to a fixed path and moves the result aside, so that absolute paths are equal too.
  private func tree(
    _ arguments: [String], of place: TemporaryDirectory, behind prefix: [String] = []
  ) throws -> [String: Data] {
    let command = prefix + [builtProgram("asr-audit")] + arguments
    try expectSuccess(runCommand(command[0], Array(command.dropFirst()), in: place.path))
    let contents = try treeContents(place("out"))
    try FileManager.default.removeItem(atPath: place("out"))
    return contents
  }

  @Test(arguments: [false, true])
  func `the same seed injects the same bytes`(isKaldi: Bool) throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    let request = try injection(of: isKaldi ? corpus.kaldi : corpus.manifest, to: place("out"))
    let first = try tree(request, of: place)
    #expect(first.count > 100)
    #expect(try tree(request, of: place) == first)
    let other = try injection(
      of: isKaldi ? corpus.kaldi : corpus.manifest, to: place("out"), seed: 8)
    #expect(try tree(other, of: place) != first)
  }

  @Test(.enabled(if: findProgram("taskset") != nil, "taskset is not installed"))
  func `injection on one core writes the same bytes as on all cores`() throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    let common = [
      "inject", "--manifest", corpus.manifest, "--output", place("out"), "--seed", "7",
      "--coins", "40", "--blocks", "4", "--gate", corpus.gate, "--words", "2",
    ]
    let all = try tree(common, of: place)
    #expect(try tree(common, of: place, behind: ["taskset", "-c", "0"]) == all)
  }

  @Test func `the seed of a ledger repeats an injection with a secret seed`() throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    let base = [
      "inject", "--manifest", corpus.manifest, "--output", place("out"), "--coins", "40",
      "--blocks", "4", "--gate", corpus.gate, "--word-bank", corpus.bank,
    ]
    try expectSuccess(asrAudit(base))
    let first = try LedgerRecord(place("out/ledger.json"))
    let text = try String(contentsOfFile: place("out/ledger.json"), encoding: .utf8)
    let key = try #require(text.range(of: #""seed":""#))
    let seed = String(text[key.upperBound...].prefix(64))
    try expectSuccess(asrAudit(base + ["--force", "--seed", seed]))
    let second = try LedgerRecord(place("out/ledger.json"))
    #expect(first.canaries.map(\.probe) == second.canaries.map(\.probe))
    try expectSuccess(asrAudit(base + ["--force"]))
    let third = try LedgerRecord(place("out/ledger.json"))
    #expect(Set(first.canaries.map(\.text)).isDisjoint(with: third.canaries.map(\.text)))
  }
}
