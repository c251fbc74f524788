/// The reference implementation of the Levenshtein distance: the full matrix.
///
/// Row i, column j is the distance between the first i symbols of `a` and the first j of `b`.
func slowLevenshtein(_ a: [UInt32], _ b: [UInt32]) -> Int {
  var matrix = [[Int]](
    repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
  for i in 0...a.count { matrix[i][0] = i }
  for j in 0...b.count { matrix[0][j] = j }
  for (i, symbolOfA) in a.enumerated() {
    for (j, symbolOfB) in b.enumerated() {
      let substituted = matrix[i][j] + (symbolOfA == symbolOfB ? 0 : 1)
      let deleted = matrix[i][j + 1] + 1
      let inserted = matrix[i + 1][j] + 1
      matrix[i + 1][j + 1] = min(substituted, deleted, inserted)
    }
  }
  return matrix[a.count][b.count]
}
