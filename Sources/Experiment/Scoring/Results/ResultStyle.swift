import Files
import Statistics

/// `8.8% (7/80)`; a dash where nothing was tried.
package func rateText(_ proportion: Proportion?) -> String {
  guard let proportion, let rate = proportion.rate else { return "–" }
  return "\(percent(rate)) (\(proportion.hits)/\(proportion.trials))"
}

/// Four decimals.
package func pValueText(_ p: Double) -> String {
  p < 0.0001 ? "< 0.0001" : trimmed((p * 10_000).rounded() / 10_000)
}
