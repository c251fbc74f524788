/// Numbers as people read them, the same in messages, tables and reports.

/// 2.0 → 2, 1.5 → 1.5.
package func trimmed(_ number: Double) -> String {
  number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
}

/// One decimal: 0.0876 → 8.8%; a dash for nothing.
package func percent(_ share: Double?) -> String {
  guard let share else { return "–" }
  return trimmed((share * 1000).rounded() / 10) + "%"
}

/// Minutes, from two hours on hours: 84 s → 1.4 min.
package func duration(_ seconds: Double) -> String {
  seconds < 7200
    ? "\(trimmed((seconds / 6).rounded() / 10)) min"
    : "\(trimmed((seconds / 360).rounded() / 10)) h"
}
