/// The insertions, deletions and substitutions that turn a reference into a transcript.
///
/// Their sum is the Levenshtein distance. Several alignments can have that sum: "ab" becomes "ba"
/// by two substitutions, or by one insertion and one deletion. The counts are those of the
/// alignment with the fewest insertions and deletions, so they do not depend on the order in which
/// an implementation visits its matrix. Toolkits that break ties by that order (jiwer, meeteval)
/// report the same sum, and the same difference between insertions and deletions, but sometimes
/// fewer substitutions.
package struct EditCounts: Codable, Hashable, Sendable {
  package let insertions: Int
  package let deletions: Int
  package let substitutions: Int

  package static let none = EditCounts(insertions: 0, deletions: 0, substitutions: 0)

  package init(insertions: Int, deletions: Int, substitutions: Int) {
    precondition(
      insertions >= 0 && deletions >= 0 && substitutions >= 0,
      "\(insertions) insertions, \(deletions) deletions, \(substitutions) substitutions")
    self.insertions = insertions
    self.deletions = deletions
    self.substitutions = substitutions
  }

  package var total: Int { insertions + deletions + substitutions }

  package static func + (a: EditCounts, b: EditCounts) -> EditCounts {
    EditCounts(
      insertions: a.insertions + b.insertions, deletions: a.deletions + b.deletions,
      substitutions: a.substitutions + b.substitutions)
  }
}

extension EditCounts {
  /// The counts between two sequences of Unicode scalars or of word ids.
  ///
  /// - Parameter distance: their Levenshtein distance, if it is known. Where it is the difference in
  ///   length, one sequence is a part of the other, and no alignment is needed.
  /// - Complexity: O(reference × hypothesis) time, and memory for the shorter of both, without the
  ///   symbols that the sequences share at either end.
  package init(from reference: [UInt32], to hypothesis: [UInt32], distance: Int? = nil) {
    let growth = hypothesis.count - reference.count
    if distance == abs(growth) {
      self.init(insertions: max(growth, 0), deletions: max(-growth, 0), substitutions: 0)
      return
    }
    let shared = sharedEnds(reference.span, hypothesis.span)
    let own = reference[shared.prefix..<reference.count - shared.suffix]
    let other = hypothesis[shared.prefix..<hypothesis.count - shared.suffix]
    // Insertions and deletions have the same cost, so either sequence can label the rows.
    let (rows, columns) = own.count >= other.count ? (own, other) : (other, own)
    // A substitution costs `unit`, an insertion or a deletion `unit` + 1. No alignment has `unit`
    // insertions and deletions, so the least cost has the fewest edits first and the fewest
    // insertions and deletions among those.
    let unit = rows.count + columns.count + 1
    let least = Self.leastCost(rows.span, columns.span, unit: unit)
    let (total, unpaired) = least.quotientAndRemainder(dividingBy: unit)
    self.init(
      insertions: (unpaired + growth) / 2, deletions: (unpaired - growth) / 2,
      substitutions: total - unpaired)
  }

  /// The least cost of an alignment, one row of the matrix after the other.
  private static func leastCost(
    _ rows: Span<UInt32>, _ columns: Span<UInt32>, unit: Int
  ) -> Int {
    var costs = (0...columns.count).map { $0 * (unit + 1) }
    var row = costs.mutableSpan
    for place in rows.indices {
      let symbol = rows[place]
      var diagonal = row[0]
      var left = diagonal + unit + 1
      row[0] = left
      for column in columns.indices {
        let above = row[column + 1]
        let aligned = diagonal + (symbol == columns[column] ? 0 : unit)
        left = min(aligned, min(above, left) + unit + 1)
        diagonal = above
        row[column + 1] = left
      }
    }
    return row[columns.count]
  }
}
