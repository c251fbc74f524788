import Foundation

/// The row of a kernel in the table.
struct TableRow {
  struct Cell {
    /// The median time of a run.
    let seconds: Double
    /// Work per second.
    let rate: Double
    /// The largest rate of this machine.
    let ceiling: Double
  }

  let name: String
  let shape: String
  let work: Work
  let cells: [Cell]

  static func header(_ sets: [String]) -> String {
    line("kernel", "shape", sets.map { padded($0, 12) + padded("rate", 16) + padded("peak", 7) })
  }

  var text: String {
    Self.line(
      name, shape,
      cells.map {
        String(format: "%9.1f us %8.2f ", $0.seconds * 1e6, $0.rate * 1e-9)
          + padded(work.unit, 7, left: true)
          + String(format: "%5.0f %%", 100 * $0.rate / $0.ceiling)
      })
  }

  private static func line(_ name: String, _ shape: String, _ cells: [String]) -> String {
    padded(name, 26, left: true) + padded(shape, 20, left: true) + cells.joined(separator: " |")
  }
}

private func padded(_ text: String, _ width: Int, left: Bool = false) -> String {
  let space = String(repeating: " ", count: max(0, width - text.count))
  return left ? text + space : space + text
}
