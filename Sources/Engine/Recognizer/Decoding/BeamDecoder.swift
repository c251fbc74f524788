/// Prefix beam search of CTC without a language model (Graves 2012, section 7.5; Hannun et al.
/// 2014, algorithm 1): the probabilities of all paths that give one labelling are added up, and the
/// most probable beginnings are kept from frame to frame.
///
/// Symbol 0 is the blank. Scores that are not finite count as a probability of 0. The result
/// depends on the arguments alone: of equals the one found first is kept.
package struct BeamDecoder: Sendable {
  /// A label sequence and the natural logarithm of its probability, as far as the beam saw it.
  package struct Labelling: Hashable, Sendable {
    package let labels: [Int32]
    package let logProbability: Double
  }

  /// Beginnings kept.
  package let width: Int
  /// Symbols tried in a frame, the most probable first; the blank and repeats always are.
  package let symbolsPerFrame: Int
  /// Symbols less probable than the frame's best by more than this, in nats, are not tried.
  package let margin: Float

  package init(width: Int, symbolsPerFrame: Int = 40, margin: Float = 12) {
    precondition(width >= 1 && symbolsPerFrame >= 1 && margin >= 0, "a beam has room for one")
    (self.width, self.symbolsPerFrame, self.margin) = (width, symbolsPerFrame, margin)
  }

  /// The most probable labels, none of them 0.
  /// - Parameter logProbabilities: [frames, symbols], each row a log-softmax.
  package func decode(
    _ logProbabilities: UnsafePointer<Float>, frames: Int, symbols: Int
  ) -> [Int32] {
    labellings(logProbabilities, frames: frames, symbols: symbols)[0].labels
  }

  /// At least one and at most `width` labellings, the most probable first.
  /// - Parameter logProbabilities: [frames, symbols], each row a log-softmax.
  package func labellings(
    _ logProbabilities: UnsafePointer<Float>, frames: Int, symbols: Int
  ) -> [Labelling] {
    precondition(frames >= 0 && symbols >= 1, "decode: [\(frames), \(symbols)]")
    var search = PrefixSearch(width: width)
    var tried: [Int32] = []
    for frame in 0..<frames {
      let row = logProbabilities + frame * symbols
      choose(row, symbols, &tried)
      search.advance(row, trying: tried)
    }
    return search.labellings
  }

  /// The labels worth trying in a frame.
  private func choose(_ row: UnsafePointer<Float>, _ symbols: Int, _ tried: inout [Int32]) {
    tried.removeAll(keepingCapacity: true)
    var best = -Float.infinity
    for symbol in 0..<symbols where row[symbol].isFinite && row[symbol] > best {
      best = row[symbol]
    }
    for symbol in 1..<max(symbols, 1) where row[symbol].isFinite && row[symbol] >= best - margin {
      tried.append(Int32(symbol))
    }
    guard tried.count > symbolsPerFrame else { return }
    tried.sort { a, b in
      let (x, y) = (row[Int(a)], row[Int(b)])
      return x > y || x == y && a < b
    }
    tried.removeLast(tried.count - symbolsPerFrame)
  }
}
