extension Proportion {
  /// The exact interval of Clopper and Pearson (1934): all rates that neither one-sided binomial
  /// test at (1 - confidence)/2 rejects. It covers any true rate with a probability of at least
  /// `confidence`. Without trials it is 0...1.
  package func clopperPearson(confidence: Double) -> Interval {
    let tail = (1 - confidence) / 2
    return Interval(
      lower: clopperPearsonLower(tail: tail), upper: clopperPearsonUpper(tail: tail),
      confidence: confidence)
  }

  /// The one-sided upper bound of the rate, with 1 - `confidence` in one tail.
  ///
  /// Without hits it is 1 - (1 - confidence)^(1/trials); without trials it is 1.
  package func clopperPearsonUpperBound(confidence: Double) -> Double {
    precondition(0 < confidence && confidence < 1, "confidence \(confidence) is not inside 0...1")
    return clopperPearsonUpper(tail: 1 - confidence)
  }

  /// P(X >= hits | rate) = I_rate(hits, misses + 1), so the bound is a quantile of a beta
  /// distribution.
  private func clopperPearsonLower(tail: Double) -> Double {
    if hits == 0 { return 0 }
    return IncompleteBeta.inverse(tail, a: Double(hits), b: Double(trials - hits + 1))
  }

  /// P(X <= hits | rate) = I_{1-rate}(misses, hits + 1). Computed through 1 - rate, because
  /// subtracting a tail of 1e-9 from 1 would lose half of its digits.
  private func clopperPearsonUpper(tail: Double) -> Double {
    if hits == trials { return 1 }
    return 1 - IncompleteBeta.inverse(tail, a: Double(trials - hits), b: Double(hits + 1))
  }
}
