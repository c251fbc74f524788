import AuditModel
import Files
import Scoring

/// The normaliser that a ledger declares.
/// - Throws: `.badData` if this version does not have it.
func declaredNormalizer(_ ledger: Ledger, file: String) throws(Problem) -> Normalizer {
  let label = ledger.header.primaryAnalysis.normalizer
  guard let normalizer = Normalizer.allCases.first(where: { $0.label == label }) else {
    throw Problem(
      .badData, "the ledger declares the normaliser '\(label)', which this version does not have",
      file: file, field: "normalizer",
      hint: "use the version of asr-audit that wrote the ledger")
  }
  return normalizer
}
