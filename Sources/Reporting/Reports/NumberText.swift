import Files
import Statistics

/// Number formats of the renderings, in addition to those of `Files` and `Scoring`.

/// Returns a number with three significant digits.
package func number(_ value: Double) -> String {
  guard value != 0 else { return "0" }
  var scale = 1.0
  while abs(value) * scale < 100, scale < 1e6 { scale *= 10 }
  return trimmed((value * scale).rounded() / scale)
}

package func number(_ value: Double?) -> String { value.map { number($0) } ?? "–" }

/// `12% [3%, 31%]`; a dash without an estimate.
package func percentText(_ estimate: Double?, _ interval: Interval?) -> String {
  guard let estimate else { return "–" }
  guard let interval else { return percent(estimate) }
  return "\(percent(estimate)) [\(percent(interval.lower)), \(percent(interval.upper))]"
}

/// `0.87 [0.8, 0.93]`.
package func numberText(_ estimate: Double, _ interval: Interval?) -> String {
  guard let interval else { return number(estimate) }
  return "\(number(estimate)) [\(number(interval.lower)), \(number(interval.upper))]"
}

/// `2x`.
package func speedName(_ speed: Double) -> String { "\(trimmed(speed))x" }
