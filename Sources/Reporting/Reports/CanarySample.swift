import Foundation

/// What a page shows of single canaries: the best recognised by themselves, and how the exposures of
/// all are spread. Rows are added one by one, and memory does not grow with their number.
package struct CanarySample: Sendable {
  /// As many as a browser sorts at once and a reader might still search.
  package static let mostShown = 2_000

  package private(set) var total = 0
  /// By speed, then by whole bits: how many trained canaries have an exposure from there to under
  /// one more.
  package private(set) var exposures: [Double: [Int: Int]] = [:]
  private var kept: [ReportRow] = []

  package init() {}

  package init(_ rows: some Sequence<ReportRow>) {
    for row in rows { add(row) }
  }

  package mutating func add(_ row: ReportRow) {
    total += 1
    if let exposure = row.exposure, abs(exposure) < 64 {
      // The worst rank lies a little below 0, and nobody wants a bar for it.
      let bits = max(0, Int(exposure.rounded(.down)))
      exposures[row.speed, default: [:]][bits, default: 0] += 1
    }
    kept.append(row)
    if kept.count >= 2 * Self.mostShown { kept = Array(kept.sorted(by: <).prefix(Self.mostShown)) }
  }

  /// The best recognised first; at most `mostShown`.
  package var rows: [ReportRow] { Array(kept.sorted(by: <).prefix(Self.mostShown)) }
}

/// Fewer errors first, then more copies, then by id: an order without ties.
private func < (a: ReportRow, b: ReportRow) -> Bool {
  let (first, second) = (a.cer ?? .infinity, b.cer ?? .infinity)
  if first != second { return first < second }
  if a.repetitions != b.repetitions { return a.repetitions > b.repetitions }
  return a.id.utf8.lexicographicallyPrecedes(b.id.utf8)
}
