extension GapPower {
  /// A size for which `chance` is at least `power` while it is not for the next smaller size; `nil`
  /// if no size up to `most` is enough.
  ///
  /// Power is not monotone in the size, because counts are integers: a smaller size may suffice,
  /// and a larger one may not. `chance` decides whether canaries, controls or both grow with the
  /// size.
  package static func size(
    power: Double, most: Int = 1 << 14, chance: (Int) -> Double
  ) -> Int? {
    precondition(0 < power && power < 1, "a power of \(power) is not inside 0...1")
    return smallestCount(from: 1, most: most) { chance($0) >= power }
  }

  /// The minimum detectable effect: the smallest true rate that Fisher's test at `alpha` detects in
  /// groups of these sizes with a probability of `power`; `nil` if it may miss even a rate of 1.
  ///
  /// The power grows with the rate, so it is found by bisection, to 1e-12.
  package static func smallestDetectableRate(
    trained: Int, controls: Int, controlRate: Double, alpha: Double, power: Double
  ) -> Double? {
    precondition(0 < power && power < 1, "a power of \(power) is not inside 0...1")
    return smallestRate(from: controlRate) { rate in
      GapPower(trained: trained, controls: controls, rate: rate, controlRate: controlRate)
        .detection(alpha: alpha) >= power
    }
  }

  /// The smallest true rate for which a limit on the gap fails with a probability of `power`, that
  /// is Newcombe's lower bound exceeds the limit; `nil` if it may not fail even at a rate of 1.
  ///
  /// The power grows with the rate, so it is found by bisection, to 1e-12.
  package static func smallestFailingRate(
    trained: Int, controls: Int, controlRate: Double, limit: Double, confidence: Double,
    power: Double
  ) -> Double? {
    precondition(0 < power && power < 1, "a power of \(power) is not inside 0...1")
    return smallestRate(from: controlRate) { rate in
      GapPower(trained: trained, controls: controls, rate: rate, controlRate: controlRate)
        .exceeding(limit: limit, confidence: confidence) >= power
    }
  }

  private static func smallestRate(
    from least: Double, where isEnough: (Double) -> Bool
  ) -> Double? {
    guard isEnough(1) else { return nil }
    var (low, high) = (least, 1.0)
    while high - low > 1e-12 {
      let middle = low + (high - low) / 2
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high
  }
}
