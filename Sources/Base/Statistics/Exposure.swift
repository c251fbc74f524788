import RealModule

/// Exposure: how much higher a canary ranks than expected by chance, in bits, among controls that
/// the model never saw.
///
/// Source: Carlini et al., "The Secret Sharer" (USENIX Security 2019), with the rank among a sample
/// of references: log2 N - log2 rank for N references, not counting the canary itself. A higher
/// score means better recognised, and a tie ranks the canary below the control.
package struct Exposure: Sendable {
  private let ascending: [Double]

  /// - Parameter references: the scores of the controls, at least one, none NaN. They are sorted
  ///   once, so n canaries among N references take O((n + N) log N).
  package init(references: [Double]) {
    precondition(!references.isEmpty, "exposure needs at least one reference")
    precondition(!references.contains { $0.isNaN }, "a reference's score is NaN")
    ascending = references.sorted()
  }

  /// 1 + the number of references whose score is at least as high: from 1 to N + 1.
  package func rank(of score: Double) -> Int {
    precondition(!score.isNaN, "a canary's score is NaN")
    var (low, high) = (0, ascending.count)
    while low < high {
      let middle = (low + high) / 2
      if ascending[middle] < score { low = middle + 1 } else { high = middle }
    }
    return 1 + ascending.count - low
  }

  /// The exposure in bits, from log2 N - log2(N + 1), slightly below 0, to `ceiling`.
  package func bits(of score: Double) -> Double {
    ceiling - .log2(Double(rank(of: score)))
  }

  /// log2 N, the exposure of a canary that ranks above all references.
  package var ceiling: Double { Self.ceiling(references: ascending.count) }

  /// The ceiling for a number of references.
  package static func ceiling(references: Int) -> Double {
    precondition(references > 0, "exposure needs at least one reference")
    return .log2(Double(references))
  }

  /// The mean exposure without memorization, which is not 0: the mean over ranks 1...N + 1, which
  /// are equally likely. It rises with N to log2 e = 1.443.
  package static func nullMean(references: Int) -> Double {
    precondition(references > 0, "exposure needs at least one reference")
    let count = Double(references)
    // The logarithms of the ranks sum to log (N + 1)!.
    return .log2(count) - .logGamma(count + 2) / (.log(2) * (count + 1))
  }
}
