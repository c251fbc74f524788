/// Best path decoding of CTC (Graves et al. 2006, section 3.2): the most probable symbol of each
/// frame; then repeats become one, and blanks go.
///
/// Symbol 0 is the blank. Of equally probable symbols the lowest is taken; scores that are not
/// numbers are never taken, and a frame of them is blank.
package struct GreedyDecoder: Sendable {
  package init() {}

  /// - Parameter logProbabilities: [frames, symbols]; any scores in the same order will do.
  /// - Returns: labels, none of them 0.
  package func decode(
    _ logProbabilities: UnsafePointer<Float>, frames: Int, symbols: Int
  ) -> [Int32] {
    precondition(frames >= 0 && symbols >= 1, "decode: [\(frames), \(symbols)]")
    var labels: [Int32] = []
    var last = 0
    for frame in 0..<frames {
      let row = logProbabilities + frame * symbols
      var best = 0
      var score = -Float.infinity
      for symbol in 0..<symbols where row[symbol] > score {
        best = symbol
        score = row[symbol]
      }
      if best != 0, best != last { labels.append(Int32(best)) }
      last = best
    }
    return labels
  }
}
