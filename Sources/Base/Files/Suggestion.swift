/// The candidate with the smallest edit distance to `word`: at most two edits, or three for words of
/// eight letters or more. Nil if no candidate is that close.
package func nearest(to word: String, among candidates: [String]) -> String? {
  let allowed = word.count >= 8 ? 3 : 2
  return
    candidates
    .map { (name: $0, distance: editDistance(Array(word.utf8), Array($0.utf8))) }
    .filter { $0.distance <= allowed }
    .min { ($0.distance, $0.name) < ($1.distance, $1.name) }?
    .name
}

/// Levenshtein distance of two short words, one row at a time (Wagner and Fischer 1974).
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
  var row = Array(0...b.count)
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in b.enumerated() {
      let above = row[j + 1]
      row[j + 1] = min(above + 1, row[j] + 1, diagonal + (letter == other ? 0 : 1))
      diagonal = above
    }
  }
  return row[b.count]
}
