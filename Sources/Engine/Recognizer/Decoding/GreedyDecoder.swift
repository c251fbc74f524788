/// CTC best path decoding (Graves et al. 2006, section 3.2): the most probable symbol of each
/// frame, with repetitions merged and blanks removed.
///
/// Symbol 0 is the blank. Of equally probable symbols, the lowest is chosen. NaN is never chosen; a
/// frame of NaN is blank.
package struct GreedyDecoder: Sendable {
  package init() {}

  /// - Parameter logProbabilities: [frames, symbols]; logits give the same result.
  /// - Returns: the labels, without blanks.
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
