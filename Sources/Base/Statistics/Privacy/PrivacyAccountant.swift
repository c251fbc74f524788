import RealModule

/// Epsilon of many steps of DP-SGD by the distribution of the privacy loss (Koskela, Jälkö and Honkela
/// 2020; Doroshenko et al. 2022). The true value for the dominating pair of `SampledGaussian` lies in
/// the returned range, up to the rounding of the Fourier transform, which is below a delta of 1e-12.
package enum PrivacyAccountant {
  /// The share of delta that outcomes outside the grids may have.
  private static let ignoredShare = 1e-4
  /// The smallest delta that the rounding of the Fourier transform allows.
  package static let smallestDelta = 1e-10
  /// The largest noise multiplier that `noiseMultiplier` tries, roughly.
  package static let largestNoise = 1_000.0

  /// A range that contains the epsilon of `steps` steps at `delta`; the larger one of adding and of
  /// removing a group.
  ///
  /// - Parameters:
  ///   - cellsPerDeviation: the number of grid cells in a standard deviation of a step's loss. The
  ///     range is narrower with more.
  ///   - largest: the number of grid cells for the composition, at most, roughly.
  /// - Precondition: steps >= 0 and 1e-10 <= delta < 1.
  package static func epsilon(
    _ step: SampledGaussian, steps: Int, delta: Double, cellsPerDeviation: Int = 64,
    largest: Int = 1 << 20
  ) -> ClosedRange<Double> {
    guard steps > 0 else { return 0...0 }
    let grids = grids(step, steps, delta, cellsPerDeviation, largest)
    let ignored = delta * ignoredShare
    // Ignored outcomes do not count at all for the lower bound.
    let lower = grids.map { grid in
      ComposedLosses(grid.optimistic, steps: steps, ignored: ignored / 2)
        .epsilon(delta: delta + ignored)
    }
    let upper = upperBound(grids, steps, delta)
    return min(lower.max()!, upper)...upper
  }

  /// The upper end of the range of `epsilon`, in half the time.
  package static func upperBound(
    _ step: SampledGaussian, steps: Int, delta: Double, cellsPerDeviation: Int = 64,
    largest: Int = 1 << 20
  ) -> Double {
    guard steps > 0 else { return 0 }
    return upperBound(grids(step, steps, delta, cellsPerDeviation, largest), steps, delta)
  }

  private static func upperBound(_ grids: [LossGrid], _ steps: Int, _ delta: Double) -> Double {
    // Ignored outcomes count fully against the upper bound.
    let ignored = delta * ignoredShare / 2
    let bounds = grids.map { grid in
      ComposedLosses(grid.pessimistic, steps: steps, ignored: ignored)
        .epsilon(delta: delta - ignored)
    }
    return bounds.max()!
  }

  /// The losses of a step for removing and for adding the group.
  private static func grids(
    _ step: SampledGaussian, _ steps: Int, _ delta: Double, _ cellsPerDeviation: Int, _ largest: Int
  ) -> [LossGrid] {
    precondition(
      steps >= 0 && smallestDelta <= delta && delta < 1, "\(steps) steps at delta \(delta)")
    let ignored = delta * ignoredShare / Double(2 * steps)
    return [false, true].map { adds in
      LossGrid(
        step, adds: adds, steps: steps, ignored: ignored, cellsPerDeviation: cellsPerDeviation,
        largest: largest)
    }
  }

  /// The smallest noise multiplier, up to 0.1%, with which `steps` steps have an epsilon of at most
  /// `epsilon`; nil if none up to `largestNoise` has.
  ///
  /// - Precondition: epsilon > 0, and the conditions of `epsilon`.
  package static func noiseMultiplier(
    epsilon: Double, delta: Double, samplingRate: Double, steps: Int, groupSize: Int = 1
  ) -> Double? {
    precondition(epsilon > 0 && steps > 0, "epsilon \(epsilon) for \(steps) steps")
    func step(_ noise: Double) -> SampledGaussian {
      SampledGaussian(
        noiseMultiplier: noise, samplingRate: samplingRate, groupSize: groupSize)
    }
    func isEnough(_ noise: Double) -> Bool {
      upperBound(step(noise), steps: steps, delta: delta, largest: 1 << 18) <= epsilon
    }
    guard var high = doubled(until: isEnough) else { return nil }
    var low = high / 2
    while high > low * 1.001 {
      let middle = (low * high).squareRoot()
      if isEnough(middle) { high = middle } else { low = middle }
    }
    return high
  }

  private static func doubled(until isEnough: (Double) -> Bool) -> Double? {
    var noise = 0.125
    while !isEnough(noise) {
      if noise > largestNoise { return nil }
      noise *= 2
    }
    return noise
  }
}
