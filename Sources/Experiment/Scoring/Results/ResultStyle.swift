import Files
import Statistics

/// A rate with its counts, `8.8% (7/80)`; a dash without trials.
package func rateText(_ proportion: Proportion?) -> String {
  guard let proportion, let rate = proportion.rate else { return "–" }
  return "\(percent(rate)) (\(proportion.hits)/\(proportion.trials))"
}

/// A p-value with up to four decimals.
package func pValueText(_ p: Double) -> String {
  p < 0.0001 ? "< 0.0001" : trimmed((p * 10_000).rounded() / 10_000)
}
