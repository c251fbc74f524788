extension GapPower {
  /// A size that gives `chance` at least `power` while one smaller does not; `nil` where no size up
  /// to `most` is enough.
  ///
  /// Power climbs in saw teeth, because counts are whole: some smaller
  /// size may just do, and some larger may just fail. What grows with the size, canaries, controls
  /// or both, is the caller's choice, in `chance`.
  package static func size(
    power: Double, most: Int = 1 << 14, chance: (Int) -> Double
  ) -> Int? {
    precondition(0 < power && power < 1, "a power of \(power) is not inside 0...1")
    return smallestCount(from: 1, most: most) { chance($0) >= power }
  }

  /// The minimum detectable effect: the smallest true rate that Fisher's test at `alpha` would find
  /// in groups of these sizes with a chance of `power`; `nil` where it might miss even a rate of 1.
  ///
  /// Bisection, since the chance grows with the rate; good to 1e-12.
  package static func smallestDetectableRate(
    trained: Int, controls: Int, controlRate: Double, alpha: Double, power: Double
  ) -> Double? {
    precondition(0 < power && power < 1, "a power of \(power) is not inside 0...1")
    return smallestRate(from: controlRate) { rate in
      GapPower(trained: trained, controls: controls, rate: rate, controlRate: controlRate)
        .detection(alpha: alpha) >= power
    }
  }

  /// The smallest true rate with which a limit on the gap would be seen broken with a chance of
  /// `power`: Newcombe's lower limit above it. `nil` where even a rate of 1 might go unseen.
  ///
  /// Bisection, since the chance grows with the rate; good to 1e-12.
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
