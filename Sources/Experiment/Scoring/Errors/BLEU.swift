import RealModule

/// The BLEU of one hypothesis with one reference (Papineni et al. 2002), as sacrebleu computes it for
/// sentences: `sentence_bleu(…, tokenize="none", smooth_method="exp", use_effective_order=True)`
/// (github.com/mjpost/sacrebleu, metrics/bleu.py: `compute_bleu`).
///
///     BLEU = min(1, Double.exp(1 − r / h)) · exp(mean of ln p₁ … ln pₙ)
///
/// * r and h are the numbers of tokens of the reference and of the hypothesis; pₖ is the share of the
///   hypothesis's k-grams that the reference has, each counted at most as often as there.
/// * n is 4, or the number of tokens of a shorter hypothesis.
/// * The k-th precision without a match is 1 / (2^z · its number of k-grams), where z counts the
///   precisions without a match so far. Without a common token BLEU is 0.
///
/// Studies of memorization count a text as extracted approximately from a BLEU of 0.75 (Ippolito et al.
/// 2023, arXiv 2210.17546).
package enum BLEU {
  /// The BLEU above which a text counts as extracted approximately.
  package static let approximate = 0.75

  private static let longestOrder = 4

  /// Returns the BLEU, 0...1.
  package static func score<Token: Hashable>(_ hypothesis: [Token], reference: [Token]) -> Double {
    var logarithms: [Double] = []
    var smoothing = 1.0
    for order in 1...longestOrder where hypothesis.count >= order {
      let matches = matches(hypothesis, reference, order)
      if order == 1, matches == 0 { return 0 }
      let total = Double(hypothesis.count - order + 1)
      if matches == 0 { smoothing *= 2 }
      let precision = matches == 0 ? 1 / (smoothing * total) : Double(matches) / total
      logarithms.append(.log(precision))
    }
    guard !logarithms.isEmpty else { return 0 }
    let brevity = min(1, Double.exp(1 - Double(reference.count) / Double(hypothesis.count)))
    return brevity * .exp(logarithms.reduce(0, +) / Double(logarithms.count))
  }

  /// The number of n-grams of both, each counted at most as often as in the other.
  package static func matches<Token: Hashable>(
    _ hypothesis: [Token], _ reference: [Token], _ order: Int
  ) -> Int {
    guard hypothesis.count * reference.count <= mostCompared else {
      let expected = counts(reference, order)
      return counts(hypothesis, order).reduce(0) { $0 + min($1.value, expected[$1.key] ?? 0) }
    }
    // Short texts are compared n-gram by n-gram; each of the reference is taken once.
    var isTaken = [Bool](repeating: false, count: reference.count)
    var matches = 0
    for start in 0...(hypothesis.count - order) {
      var place = 0
      while place + order <= reference.count {
        if !isTaken[place],
          (0..<order).allSatisfy({ hypothesis[start + $0] == reference[place + $0] })
        {
          isTaken[place] = true
          matches += 1
          break
        }
        place += 1
      }
    }
    return matches
  }

  /// The number of pairs of tokens up to which all pairs of n-grams are compared.
  private static let mostCompared = 1_024

  /// The number of occurrences of each n-gram.
  private static func counts<Token: Hashable>(
    _ tokens: [Token], _ order: Int
  ) -> [ArraySlice<Token>: Int] {
    var counts: [ArraySlice<Token>: Int] = [:]
    guard tokens.count >= order else { return counts }
    for start in 0...(tokens.count - order) {
      counts[tokens[start..<(start + order)], default: 0] += 1
    }
    return counts
  }
}
