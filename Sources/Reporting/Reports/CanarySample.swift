import Foundation

/// The single canaries that a page shows: the most accurately transcribed ones, and a histogram of
/// the exposures of all. Rows are added one by one, and the memory does not grow with their number.
package struct CanarySample: Sendable {
  /// The largest number of rows that a page lists, which a browser still sorts at once.
  package static let mostShown = 2_000

  package private(set) var total = 0
  /// The number of trained canaries by speed, then by whole bits of exposure (rounded down).
  package private(set) var exposures: [Double: [Int: Int]] = [:]
  private var kept: [ReportRow] = []

  package init() {}

  package init(_ rows: some Sequence<ReportRow>) {
    for row in rows { add(row) }
  }

  package mutating func add(_ row: ReportRow) {
    total += 1
    if let exposure = row.exposure, abs(exposure) < 64 {
      // The exposure of the worst rank is slightly below 0; it is counted as 0.
      let bits = max(0, Int(exposure.rounded(.down)))
      exposures[row.speed, default: [:]][bits, default: 0] += 1
    }
    kept.append(row)
    if kept.count >= 2 * Self.mostShown { kept = Array(kept.sorted(by: <).prefix(Self.mostShown)) }
  }

  /// The most accurately transcribed canaries first, at most `mostShown`.
  package var rows: [ReportRow] { Array(kept.sorted(by: <).prefix(Self.mostShown)) }
}

/// Orders rows by CER, then by repetitions from most to fewest, then by id, so that there are no
/// ties.
private func < (a: ReportRow, b: ReportRow) -> Bool {
  let (first, second) = (a.cer ?? .infinity, b.cer ?? .infinity)
  if first != second { return first < second }
  if a.repetitions != b.repetitions { return a.repetitions > b.repetitions }
  return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
}
