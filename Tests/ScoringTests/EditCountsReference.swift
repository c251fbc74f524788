import Scoring

/// The reference implementation of `EditCounts`: the full matrix of edit counts, in which each
/// entry extends its neighbours and keeps the one with the fewest edits, and among those the one
/// with the fewest insertions and deletions.
func editCountsReference(_ reference: [UInt32], _ hypothesis: [UInt32]) -> EditCounts {
  var matrix = [[EditCounts]](
    repeating: [EditCounts](repeating: .none, count: hypothesis.count + 1),
    count: reference.count + 1)
  for i in 0...reference.count {
    for j in 0...hypothesis.count where i + j > 0 {
      var candidates: [EditCounts] = []
      if i > 0 {
        candidates.append(
          matrix[i - 1][j] + EditCounts(insertions: 0, deletions: 1, substitutions: 0))
      }
      if j > 0 {
        candidates.append(
          matrix[i][j - 1] + EditCounts(insertions: 1, deletions: 0, substitutions: 0))
      }
      if i > 0, j > 0 {
        let isEqual = reference[i - 1] == hypothesis[j - 1]
        candidates.append(
          matrix[i - 1][j - 1]
            + EditCounts(insertions: 0, deletions: 0, substitutions: isEqual ? 0 : 1))
      }
      matrix[i][j] = candidates.min {
        ($0.total, $0.insertions + $0.deletions) < ($1.total, $1.insertions + $1.deletions)
      }!
    }
  }
  return matrix[reference.count][hypothesis.count]
}
