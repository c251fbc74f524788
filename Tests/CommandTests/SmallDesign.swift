import TestSupport
import Testing

/// The arguments of `inject` for a small design that can still decide.
func injection(
  of manifest: String, to output: String, seed: Int = 7, _ more: String...
) throws -> [String] {
  let corpus = try SampleCorpus.shared.get()
  return [
    "inject", "--manifest", manifest, "--output", output, "--seed", "\(seed)", "--coins", "40",
    "--blocks", "4", "--gate", corpus.gate, "--word-bank", corpus.bank,
  ] + more
}

/// An injection that many tests read and none may change.
struct SampleAudit: Sendable {
  let directory: String
  var ledger: String { "\(directory)/ledger.json" }

  static let nemo = Result { try SampleAudit(of: SampleCorpus.shared.get().manifest, "nemo") }
  static let kaldi = Result { try SampleAudit(of: SampleCorpus.shared.get().kaldi, "kaldi") }

  private init(of manifest: String, _ name: String) throws {
    directory = TemporaryDirectory.shared("audit-\(name)")
    try expectSuccess(asrAudit(injection(of: manifest, to: directory)))
  }
}
