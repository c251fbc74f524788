/// CTC prefix beam search without a language model (Graves 2012, section 7.5; Hannun et al. 2014,
/// algorithm 1). It sums the probabilities of all paths with the same prefix and keeps the most
/// probable prefixes from frame to frame.
///
/// Symbol 0 is the blank. Scores that are not finite count as probability 0. The search is
/// deterministic: of equally probable prefixes, the one found first is kept.
package struct BeamDecoder: Sendable {
  /// A label sequence and the natural logarithm of its probability, summed over the paths in the
  /// beam.
  package struct Labelling: Hashable, Sendable {
    package let labels: [Int32]
    package let logProbability: Double
  }

  /// The number of prefixes that are kept.
  package let width: Int
  /// The largest number of symbols that extend a prefix in a frame, the most probable first. The
  /// blank and repetitions of the last label are always considered.
  package let symbolsPerFrame: Int
  /// Symbols whose log-probability is below the frame's best by more than this, in nats, are not
  /// considered.
  package let margin: Float

  package init(width: Int, symbolsPerFrame: Int = 40, margin: Float = 12) {
    precondition(
      width >= 1 && symbolsPerFrame >= 1 && margin >= 0,
      "the width and the number of symbols must be at least 1")
    (self.width, self.symbolsPerFrame, self.margin) = (width, symbolsPerFrame, margin)
  }

  /// Returns the most probable labels, without blanks.
  /// - Parameter logProbabilities: [frames, symbols], each row a log-softmax.
  package func decode(
    _ logProbabilities: UnsafePointer<Float>, frames: Int, symbols: Int
  ) -> [Int32] {
    labellings(logProbabilities, frames: frames, symbols: symbols)[0].labels
  }

  /// Returns 1 to `width` labellings, the most probable first.
  /// - Parameter logProbabilities: [frames, symbols], each row a log-softmax.
  package func labellings(
    _ logProbabilities: UnsafePointer<Float>, frames: Int, symbols: Int
  ) -> [Labelling] {
    precondition(frames >= 0 && symbols >= 1, "decode: [\(frames), \(symbols)]")
    var search = PrefixSearch(width: width)
    var candidates: [Int32] = []
    for frame in 0..<frames {
      let row = logProbabilities + frame * symbols
      choose(row, symbols, &candidates)
      search.advance(row, trying: candidates)
    }
    return search.labellings
  }

  /// Chooses the labels that may extend a prefix in a frame.
  private func choose(_ row: UnsafePointer<Float>, _ symbols: Int, _ candidates: inout [Int32]) {
    candidates.removeAll(keepingCapacity: true)
    var best = -Float.infinity
    for symbol in 0..<symbols where row[symbol].isFinite && row[symbol] > best {
      best = row[symbol]
    }
    for symbol in 1..<max(symbols, 1) where row[symbol].isFinite && row[symbol] >= best - margin {
      candidates.append(Int32(symbol))
    }
    guard candidates.count > symbolsPerFrame else { return }
    candidates.sort { a, b in
      let (x, y) = (row[Int(a)], row[Int(b)])
      return x > y || x == y && a < b
    }
    candidates.removeLast(candidates.count - symbolsPerFrame)
  }
}
