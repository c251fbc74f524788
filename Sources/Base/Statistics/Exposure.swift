import RealModule

/// How much sooner a canary comes than chance would have it, in bits, against controls that the
/// model never saw.
///
/// Source: Carlini et al., "The Secret Sharer" (USENIX Security 2019), with the rank taken among a
/// sample of references. The formula is log2 N - log2 rank, N references without the canary itself.
/// A higher score means better recognised, and a tie goes to the control.
package struct Exposure: Sendable {
  private let ascending: [Double]

  /// - Parameter references: scores of the controls, at least one, none NaN. Sorted once here, so
  ///   that n canaries against N references cost O((n + N) log N).
  package init(references: [Double]) {
    precondition(!references.isEmpty, "exposure needs at least one reference")
    precondition(!references.contains { $0.isNaN }, "a reference without a score")
    ascending = references.sorted()
  }

  /// 1 + the number of references at least as good: 1 for the best, N + 1 for the worst.
  package func rank(of score: Double) -> Int {
    precondition(!score.isNaN, "a canary without a score")
    var (low, high) = (0, ascending.count)
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle] < score { low = middle + 1 } else { high = middle }
    }
    return 1 + ascending.count - low
  }

  /// Bits, from log2 N - log2(N + 1), a little below 0, up to `ceiling`.
  package func bits(of score: Double) -> Double {
    ceiling - .log2(Double(rank(of: score)))
  }

  /// log2 N: what a canary before all references gets. More needs more controls.
  package var ceiling: Double { Self.ceiling(references: ascending.count) }

  /// The same before there is any score.
  package static func ceiling(references: Int) -> Double {
    precondition(references > 0, "exposure needs at least one reference")
    return .log2(Double(references))
  }

  /// What a canary gets on average when nothing is memorized, which is not 0: the mean of the bits
  /// over ranks 1...N + 1, each equally likely. It rises to log2 e = 1.443 with N.
  package static func nullMean(references: Int) -> Double {
    precondition(references > 0, "exposure needs at least one reference")
    let count = Double(references)
    // The ranks' logarithms sum to log (N + 1)!.
    return .log2(count) - .logGamma(count + 2) / (.log(2) * (count + 1))
  }
}
