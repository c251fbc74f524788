import RealModule

/// The power of an audit of this size at given true rates, by exact sums over both groups' binomial
/// distributions.
package struct GapPower: Sendable {
  package let trained: Int
  package let controls: Int
  /// The true rates of recognised trained canaries and controls.
  package let rate: Double
  package let controlRate: Double

  package init(trained: Int, controls: Int, rate: Double, controlRate: Double) {
    precondition(trained >= 0 && controls >= 0, "\(trained) canaries, \(controls) controls")
    for rate in [rate, controlRate] { precondition(0 <= rate && rate <= 1, "a rate of \(rate)") }
    self.trained = trained
    self.controls = controls
    self.rate = rate
    self.controlRate = controlRate
  }

  /// The probability that Fisher's one-sided test of the two rates rejects at `alpha`.
  package func detection(alpha: Double) -> Double {
    chance { hits, falseAlarms in
      FisherExact.oneSided(
        hits.hits, hits.trials - hits.hits,
        falseAlarms.hits, falseAlarms.trials - falseAlarms.hits) <= alpha
    }
  }

  /// The probability that a limit on the gap fails: Newcombe's lower bound exceeds it.
  package func exceeding(limit: Double, confidence: Double) -> Double {
    chance { trained, controls in
      Newcombe.difference(of: trained, minus: controls, confidence: confidence).lower > limit
    }
  }

  /// The probability that a limit on the gap passes: `GapBound` is at most the limit.
  package func keeping(limit: Double, confidence: Double) -> Double {
    1
      - chance { trained, controls in
        GapBound.upper(of: trained, minus: controls, confidence: confidence) > limit
      }
  }

  /// The sum of the probabilities of all outcomes for which `decides` is true. It must stay true
  /// when more trained canaries are recognised. *Error bound*: that of `IncompleteBeta`, and
  /// controls·1e-18 for rare outcomes that are left out.
  private func chance(where decides: (Proportion, Proportion) -> Bool) -> Double {
    var sum = 0.0
    for falseAlarms in 0..<(controls + 1) {
      let weight = Self.binomial(falseAlarms, of: controls, rate: controlRate)
      if weight < 1e-18 { continue }
      let other = Proportion(hits: falseAlarms, trials: controls)
      var (low, high) = (0, trained + 1)
      while low < high {
        let middle = (low + high) / 2
        if decides(Proportion(hits: middle, trials: trained), other) {
          high = middle
        } else {
          low = middle + 1
        }
      }
      sum += weight * reaching(low)
    }
    return min(1, sum)
  }

  /// The probability that at least `hits` trained canaries are recognised.
  private func reaching(_ hits: Int) -> Double {
    if hits == 0 { return 1 }
    if hits > trained { return 0 }
    return IncompleteBeta.regularized(rate, a: Double(hits), b: Double(trained - hits + 1))
  }

  private static func binomial(_ hits: Int, of trials: Int, rate: Double) -> Double {
    if rate == 0 { return hits == 0 ? 1 : 0 }
    if rate == 1 { return hits == trials ? 1 : 0 }
    return .exp(
      logBinomial(trials, hits) + Double(hits) * .log(rate)
        + Double(trials - hits) * .log(onePlus: -rate))
  }
}
