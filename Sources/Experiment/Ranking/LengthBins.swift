import Statistics

/// Groups of utterances with similar numbers of tokens and frames.
///
/// Losses and gradients depend on the length: without bins, a list of the worst utterances is a list of
/// the shortest or of the longest. Utterances are sorted by tokens and divided into parts of equal size,
/// and each part is sorted by frames and divided again.
package struct LengthBins: Hashable, Sendable {
  /// The smallest bin that is formed unless the user states the number of bins. The rank within a bin
  /// then has a resolution of 2%.
  package static let smallest = 50
  package static let most = 20

  /// The bin of each utterance.
  package let numbers: [Int]
  package let count: Int

  /// - Parameters:
  ///   - lengths: tokens and frames; utterances without one of them are sorted before all others.
  ///   - wanted: the number of bins, at most that of utterances; nil for one bin for each `smallest`
  ///     utterances, at most `most`. The number of bins can be a little smaller, because it is the
  ///     product of two numbers.
  package init(_ lengths: [(tokens: Int?, frames: Int?)], wanted: Int? = nil) {
    let utterances = lengths.count
    let bins = min(
      wanted ?? min(utterances / Self.smallest, Self.most), max(utterances, 1))
    let hasFrames = lengths.contains { $0.frames != nil }
    let hasTokens = lengths.contains { $0.tokens != nil }
    let rows: Int
    if hasFrames && hasTokens {
      rows = max(1, Int(Double(bins).squareRoot()))
    } else {
      rows = hasTokens ? max(1, bins) : 1
    }
    let columns = hasFrames ? max(1, bins / rows) : 1
    let tokens = lengths.map { $0.tokens ?? -1 }
    let frames = lengths.map { $0.frames ?? -1 }
    let byTokens = lengths.indices.sorted {
      (tokens[$0], frames[$0], $0) < (tokens[$1], frames[$1], $1)
    }
    var numbers = [Int](repeating: 0, count: utterances)
    for row in 0..<rows {
      let part = byTokens[(utterances * row / rows)..<(utterances * (row + 1) / rows)]
        .sorted { (frames[$0], tokens[$0], $0) < (frames[$1], tokens[$1], $1) }
      for (place, utterance) in part.enumerated() {
        numbers[utterance] = row * columns + place * columns / part.count
      }
    }
    self.numbers = numbers
    count = rows * columns
  }

  /// The rank of each value within its bin as a share, from 0 for the lowest to 1 for the highest; ties
  /// have the middle of their ranks. A bin with one utterance has the share 1/2.
  package func shares(_ values: [Double]) -> [Double] {
    var shares = [Double](repeating: 0, count: values.count)
    for group in members {
      let order = group.sorted { values[$0] < values[$1] }
      var first = 0
      while first < order.count {
        let value = values[order[first]]
        let end = order[first...].firstIndex { values[$0] != value } ?? order.count
        let rank = (Double(first) + Double(end)) / 2
        for place in first..<end { shares[order[place]] = rank / Double(order.count) }
        first = end
      }
    }
    return shares
  }

  /// The distance of each value from the median of its bin, in interquartile ranges of the bin. Unlike
  /// the rank it tells how far the worst of one bin is above the worst of another.
  package func excesses(_ values: [Double]) -> [Double] {
    var excesses = [Double](repeating: 0, count: values.count)
    for group in members where !group.isEmpty {
      let sorted = group.map { values[$0] }.sorted()
      let middle = quantile(0.5, ofAscending: sorted)
      let range = quantile(0.75, ofAscending: sorted) - quantile(0.25, ofAscending: sorted)
      // A bin in which most values are equal has no range to measure with.
      let scale = max(range, 1e-6 * abs(middle), 1e-9)
      for utterance in group { excesses[utterance] = (values[utterance] - middle) / scale }
    }
    return excesses
  }

  /// The utterances of each bin.
  private var members: [[Int]] {
    var members = [[Int]](repeating: [], count: count)
    for (utterance, bin) in numbers.enumerated() { members[bin].append(utterance) }
    return members
  }
}
