import RealModule

/// One step of DP-SGD with Poisson sampling: each record enters the batch independently with
/// probability `samplingRate`, its gradient is clipped to a norm C, and the sum of the gradients gets
/// Gaussian noise of standard deviation `noiseMultiplier` · C in every coordinate (Abadi et al. 2016).
///
/// The privacy of a group of records is that of a mixture of normal distributions (Ganesh 2024, "Tight
/// Group-Level DP Guarantees for DP-SGD with Sampling via Mixture of Gaussians Mechanisms"): the number
/// J of the group's records in the batch is binomial, and
///
///     with the group:     x ~ Normal(J, σ²)
///     without the group:  x ~ Normal(0, σ²)
///
/// dominates the step. A group of one record is the sampled Gaussian mechanism of Mironov, Talwar and
/// Zhang (2019).
package struct SampledGaussian: Hashable, Sendable {
  /// The standard deviation σ of the noise in units of the clipping norm.
  package let noiseMultiplier: Double
  /// The probability q of a record to be in a batch.
  package let samplingRate: Double
  /// The number of records that are added or removed together, such as the copies of a canary.
  package let groupSize: Int

  /// - Precondition: `noiseMultiplier` > 0 and finite, 0 < `samplingRate` <= 1, `groupSize` >= 1.
  package init(noiseMultiplier: Double, samplingRate: Double, groupSize: Int = 1) {
    precondition(
      noiseMultiplier > 0 && noiseMultiplier.isFinite, "a noise multiplier of \(noiseMultiplier)")
    precondition(0 < samplingRate && samplingRate <= 1, "a sampling rate of \(samplingRate)")
    precondition(groupSize >= 1, "a group of \(groupSize)")
    self.noiseMultiplier = noiseMultiplier
    self.samplingRate = samplingRate
    self.groupSize = groupSize
  }

  /// The logarithms of the probabilities of 0...groupSize records in a batch.
  var logWeights: [Double] {
    (0...groupSize).map { count in
      let absent = groupSize - count
      if samplingRate == 1 { return absent == 0 ? 0 : -.infinity }
      return logBinomial(groupSize, count) + Double(count) * .log(samplingRate)
        + Double(absent) * .log(onePlus: -samplingRate)
    }
  }

  /// The privacy loss log(density with the group / density without it) at `x`, and its derivative. It
  /// is convex and increasing in x.
  func loss(at x: Double, _ logWeights: [Double]) -> (value: Double, slope: Double) {
    let variance = noiseMultiplier * noiseMultiplier
    var largest = -Double.infinity
    for (count, weight) in logWeights.enumerated() {
      largest = max(largest, weight + Double(count) * (2 * x - Double(count)) / (2 * variance))
    }
    var (sum, moment) = (0.0, 0.0)
    for (count, weight) in logWeights.enumerated() {
      let term = Double.exp(
        weight + Double(count) * (2 * x - Double(count)) / (2 * variance) - largest)
      sum += term
      moment += Double(count) * term
    }
    return (largest + .log(sum), moment / sum / variance)
  }

  /// The x at which the loss is `value`, at least `lowest`.
  ///
  /// Newton's method from the right of the root approaches it from the right and never passes it,
  /// because the loss is convex and increasing.
  /// - Parameter start: an x whose loss is at least `value`.
  func place(of value: Double, below start: Double, lowest: Double, _ logWeights: [Double])
    -> Double
  {
    var x = start
    while true {
      let (found, slope) = loss(at: x, logWeights)
      let next = x - (found - value) / slope
      if !(next < x) { return x }
      if next <= lowest { return lowest }
      x = next
    }
  }

  /// P(low < x <= high) for x ~ Normal(mean, σ²), with a small relative error in both tails.
  func mass(_ low: Double, _ high: Double, mean: Double) -> Double {
    let (a, b) = ((low - mean) / noiseMultiplier, (high - mean) / noiseMultiplier)
    return a > 0
      ? NormalDistribution.cumulative(-a) - NormalDistribution.cumulative(-b)
      : NormalDistribution.cumulative(b) - NormalDistribution.cumulative(a)
  }
}
