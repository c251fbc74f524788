/// The number formats of messages, tables and reports.

/// A number without a decimal point if it is whole: 2.0 → 2, 1.5 → 1.5.
package func trimmed(_ number: Double) -> String {
  number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
}

/// A number with at most `places` decimals: 0.1239 → 0.124 with 3 places.
package func rounded(_ number: Double, places: Int) -> String {
  var scale = 1.0
  for _ in 0..<places { scale *= 10 }
  return trimmed((number * scale).rounded() / scale)
}

/// A share as a percentage with at most one decimal: 0.0876 → 8.8%; a dash for nil.
package func percent(_ share: Double?) -> String {
  guard let share else { return "–" }
  return trimmed((share * 1000).rounded() / 10) + "%"
}

/// A duration in minutes, from two hours on in hours: 84 s → 1.4 min.
package func duration(_ seconds: Double) -> String {
  seconds < 7200
    ? "\(trimmed((seconds / 6).rounded() / 10)) min"
    : "\(trimmed((seconds / 360).rounded() / 10)) h"
}

/// `1 canary`, `2 canaries`.
package func counted(_ count: Int, _ one: String, _ many: String) -> String {
  "\(count) \(count == 1 ? one : many)"
}

/// `2x`, `2x and 3x`, `2x, 3x and 4x`.
package func listed(_ items: [String]) -> String {
  guard let last = items.last, items.count > 1 else { return items.first ?? "" }
  return items.dropLast().joined(separator: ", ") + " and " + last
}
