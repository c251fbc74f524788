import Randomness

/// Draws a relabeling as a random contingency table with fixed margins.
///
/// If many entries are equal, only the number of each permuted value at each fixed value matters.
/// The cells of that table are drawn one after the other, each hypergeometric given the earlier
/// ones.
struct CountedRelabeling<Vector: SIMD & Sendable>: Sendable where Vector.Scalar == Double {
  /// The rows and columns of the table, with their margins.
  private let fixed: [Margin]
  private let permuted: [Margin]

  /// A distinct value and the number of entries that have it.
  private struct Margin: Sendable {
    let value: Vector
    var count: Int
  }

  init(fixed: [Vector], permuted: [Vector]) {
    precondition(
      fixed.count <= permuted.count, "\(permuted.count) items for \(fixed.count) positions")
    self.fixed = Self.margins(of: fixed)
    self.permuted = Self.margins(of: permuted)
  }

  /// The number of cells, which determines the cost of one relabeling.
  var cells: Int { fixed.count * permuted.count }

  /// Adds the sum of one new, independent relabeling to every total.
  func add(to totals: inout [Vector], from random: inout RandomStream) {
    for permutation in totals.indices {
      var permuted = self.permuted
      for row in fixed {
        var undrawn = row.count
        var remaining = permuted.reduce(0) { $0 + $1.count }
        for column in permuted.indices {
          let marked = permuted[column].count
          let cell = Hypergeometric(drawn: undrawn, marked: marked, total: remaining)
            .sample(from: &random)
          totals[permutation] += Double(cell) * (row.value * permuted[column].value)
          permuted[column].count -= cell
          undrawn -= cell
          remaining -= marked
        }
      }
    }
  }

  /// The margins in order of first appearance, because a dictionary's order changes from run to
  /// run.
  private static func margins(of values: [Vector]) -> [Margin] {
    var margins: [Margin] = []
    var position: [Vector: Int] = [:]
    for value in values {
      if let known = position[value] {
        margins[known].count += 1
      } else {
        position[value] = margins.count
        margins.append(Margin(value: value, count: 1))
      }
    }
    return margins
  }
}
