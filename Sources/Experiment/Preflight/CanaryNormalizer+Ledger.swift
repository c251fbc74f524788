import AuditModel
import Scoring

extension CanaryNormalizer {
  /// The comparison that the ledger declares, in its form for the ledger's texts.
  init(_ ledger: Ledger) {
    self.init(
      Normalizer.allCases.first { $0.label == ledger.header.primaryAnalysis.normalizer } ?? .basic,
      CanaryForm(unit: ledger.header.design.unit, texts: ledger.canaries.lazy.map(\.text)))
  }

  /// True if a text is that of a canary for `score`, or has the same letters and figures.
  func isText(_ text: String, of canary: Canary) -> Bool {
    text == canary.text || self(text) == self(canary.text)
      || ProbeTexts.letters(text) == ProbeTexts.letters(canary.text)
  }
}
