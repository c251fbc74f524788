import RealModule

/// Exposure: how much higher a canary ranks than expected by chance, in bits, among controls that
/// the model never saw.
///
/// Source: Carlini et al., "The Secret Sharer" (USENIX Security 2019), with the rank among a sample
/// of references: log2 N - log2 rank for N references, not counting the canary itself. A higher
/// score means better recognised, and a tie ranks the canary below the control.
package struct Exposure: Sendable {
  private let ascending: [Double]
  /// The sum of log2 of the ranks of the first i references, each as rank(of:) or one more.
  private let logRanks: [Double]
  private let logRanksWithOneMore: [Double]

  /// - Parameter references: the scores of the controls, at least one, none NaN. They are sorted
  ///   once, so n canaries among N references take O((n + N) log N).
  package init(references: [Double]) {
    precondition(!references.isEmpty, "exposure needs at least one reference")
    precondition(!references.contains { $0.isNaN }, "a reference's score is NaN")
    let sorted = references.sorted()
    ascending = sorted
    // The rank of a reference among the references alone, ties included: the number of references
    // that are at least as high.
    var ranks = [Int](repeating: 0, count: sorted.count)
    for place in sorted.indices {
      let isTied = place > 0 && sorted[place] == sorted[place - 1]
      ranks[place] = isTied ? ranks[place - 1] : sorted.count - place
    }
    func sums(_ more: Int) -> [Double] {
      ranks.reduce(into: [0]) { $0.append($0.last! + .log2(Double($1 + more))) }
    }
    logRanks = sums(0)
    logRanksWithOneMore = sums(1)
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

  /// The mean exposure without memorization for a canary with this score, counting ties.
  ///
  /// Without memorization the canary is any of the N + 1 items, canary and references, with equal
  /// probability: the mean of log2 N - log2 rank over these items, where the rank of an item counts
  /// all items that are at least as high. Ties make it lower than `nullMean(references:)`.
  package func nullMean(besides score: Double) -> Double {
    // References up to the canary's score have the canary above them or tied.
    let below = ascending.count + 1 - rank(of: score)
    let tied = ascending[below...].prefix { $0 == score }.count
    let sum =
      logRanksWithOneMore[below + tied]
      + (logRanks[ascending.count] - logRanks[below + tied]) + .log2(Double(rank(of: score)))
    return ceiling - sum / Double(ascending.count + 1)
  }

  /// The mean exposure without memorization and without ties, which is not 0: the mean over ranks
  /// 1...N + 1, which are equally likely. It rises with N to log2 e = 1.443.
  package static func nullMean(references: Int) -> Double {
    precondition(references > 0, "exposure needs at least one reference")
    let count = Double(references)
    // The logarithms of the ranks sum to log (N + 1)!.
    return .log2(count) - .logGamma(count + 2) / (.log(2) * (count + 1))
  }
}
