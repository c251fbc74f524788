import Foundation
import RealModule
import Statistics
import Testing

@Suite struct PrivacyAccountantTests {
  private struct Case: Decodable {
    let noiseMultiplier, samplingRate, delta: Double
    let groupSize, steps: Int
    /// Google's dp-accounting: the pessimistic estimate of the privacy loss distribution.
    let upper: Double
    /// Google's dp-accounting: the RDP accountant with whole orders; nil for groups.
    let renyi: Double?

    var step: SampledGaussian {
      SampledGaussian(
        noiseMultiplier: noiseMultiplier, samplingRate: samplingRate, groupSize: groupSize)
    }
  }

  @Test func `ranges are narrow and end at the upper bounds of dp-accounting`() throws {
    let cases = try fixture("privacy-accountant", of: Case.self)
    #expect(cases.count >= 20)
    for wanted in cases {
      let found = PrivacyAccountant.epsilon(
        wanted.step, steps: wanted.steps, delta: wanted.delta)
      #expect(found.lowerBound <= wanted.upper * (1 + 1e-9), "\(wanted) \(found)")
      #expect(abs(found.upperBound - wanted.upper) <= 2e-3 * wanted.upper, "\(wanted) \(found)")
      let width = found.upperBound - found.lowerBound
      #expect(width <= 0.01 * found.upperBound, "\(wanted) \(found)")
    }
  }

  @Test func `Rényi accounting agrees with dp-accounting`() throws {
    for wanted in try fixture("privacy-accountant", of: Case.self) {
      guard let renyi = wanted.renyi else { continue }
      let found = RenyiAccountant.epsilon(
        wanted.step, steps: wanted.steps, delta: wanted.delta,
        orders: (2...64).map(Double.init) + [128, 256, 512, 1_024])
      #expect(abs(found - renyi) <= 1e-3 * renyi, "\(wanted) \(found)")
    }
  }

  private struct Training: Decodable {
    let noiseMultiplier, delta: Double
    let utterances, batchSize, steps: Int
    /// The upper bounds of the PRV accountant of Opacus, with an error of 0.001, and of its RDP
    /// accountant.
    let prv, renyi: Double

    var step: SampledGaussian {
      SampledGaussian(
        noiseMultiplier: noiseMultiplier, samplingRate: Double(batchSize) / Double(utterances))
    }
  }

  @Test func `ranges and Rényi accounting agree with Opacus`() throws {
    let cases = try fixture("privacy-training", of: Training.self)
    #expect(cases.count == 5)
    for wanted in cases {
      let found = PrivacyAccountant.epsilon(
        wanted.step, steps: wanted.steps, delta: wanted.delta)
      #expect(found.lowerBound <= wanted.prv, "\(wanted) \(found)")
      #expect(abs(found.upperBound - wanted.prv) <= 2e-3 * wanted.prv, "\(wanted) \(found)")
      let renyi = RenyiAccountant.epsilon(wanted.step, steps: wanted.steps, delta: wanted.delta)
      #expect(abs(renyi - wanted.renyi) <= 2e-3 * wanted.renyi, "\(wanted) \(renyi)")
    }
  }

  /// A million steps with a thousandth of the loss in each: rounding errors of single steps must not
  /// become a probability of an infinite loss.
  @Test(arguments: [1e-6, 1e-10])
  func `a million steps have a bound near the exact one`(delta: Double) {
    let step = SampledGaussian(noiseMultiplier: 1_000, samplingRate: 1)
    let exact = GaussianOneRunEpsilon.epsilon(mu: 1, delta: delta)
    let found = PrivacyAccountant.upperBound(
      step, steps: 1_000_000, delta: delta, largest: 1 << 18)
    #expect(found >= exact && found <= exact * 1.05, "\(found) \(exact)")
  }

  /// A whole number of records is in a sum over binomial counts (Mironov, Talwar and Zhang 2019,
  /// section 3.3).
  @Test(arguments: [(1.0, 0.01), (0.5, 0.2), (4, 0.9), (2, 1)])
  func `divergences of whole orders equal their finite sums`(_ sigma: Double, _ rate: Double) {
    let step = SampledGaussian(noiseMultiplier: sigma, samplingRate: rate)
    for order in [2, 3, 8, 17] {
      let terms = (0...order).map { k -> Double in
        let choices = (0..<k).reduce(1.0) { $0 * Double(order - $1) / Double($1 + 1) }
        return choices * pow(1 - rate, Double(order - k)) * pow(rate, Double(k))
          * exp(Double(k * k - k) / (2 * sigma * sigma))
      }
      let expected = log(terms.reduce(0, +)) / Double(order - 1)
      let found = RenyiAccountant.divergence(step, order: Double(order))
      #expect(abs(found - expected) <= 1e-9 * expected, "\(order): \(found) and \(expected)")
    }
  }

  /// Without sampling, all steps together are one Gaussian mechanism.
  @Test(arguments: [(1.0, 1), (5, 10), (20, 400)])
  func `without sampling the range has the epsilon of the Gaussian mechanism`(
    _ sigma: Double, _ steps: Int
  ) {
    let step = SampledGaussian(noiseMultiplier: sigma, samplingRate: 1)
    for delta in [1e-3, 1e-6, 1e-9] {
      let exact = GaussianOneRunEpsilon.epsilon(
        mu: Double(steps).squareRoot() / sigma, delta: delta)
      let found = PrivacyAccountant.epsilon(step, steps: steps, delta: delta)
      #expect(found.contains(exact), "\(exact) is not in \(found)")
      #expect(found.upperBound <= exact * 1.002 && found.lowerBound >= exact * 0.99)
    }
  }

  @Test func `a group without sampling has its multiple of the sensitivity`() {
    let group = SampledGaussian(noiseMultiplier: 32, samplingRate: 1, groupSize: 16)
    let exact = GaussianOneRunEpsilon.epsilon(mu: 16 * 3 / 32, delta: 1e-5)
    #expect(PrivacyAccountant.epsilon(group, steps: 9, delta: 1e-5).contains(exact))
  }

  /// The hockey-stick divergence of a single step, by the trapezoidal rule on both densities.
  @Test(arguments: [(1.0, 0.3, 1), (0.7, 0.05, 1), (2, 0.5, 4)])
  func `one step has the delta of its densities`(_ sigma: Double, _ rate: Double, _ group: Int) {
    let step = SampledGaussian(noiseMultiplier: sigma, samplingRate: rate, groupSize: group)
    func normal(_ x: Double, _ mean: Int) -> Double {
      exp(-pow((x - Double(mean)) / sigma, 2) / 2) / (sigma * (2 * Double.pi).squareRoot())
    }
    let weights = (0...group).map { count in
      (0..<count).reduce(1.0) { $0 * Double(group - $1) / Double($1 + 1) }
        * pow(rate, Double(count)) * pow(1 - rate, Double(group - count))
    }
    func divergence(_ epsilon: Double, adds: Bool) -> Double {
      stride(from: -12 * sigma, to: Double(group) + 12 * sigma, by: sigma / 2_000).reduce(0) {
        let present = weights.enumerated().reduce(0) { [x = $1] in
          $0 + $1.element * normal(x, $1.offset)
        }
        let absent = normal($1, 0)
        return $0
          + max(0, adds ? absent - exp(epsilon) * present : present - exp(epsilon) * absent)
          * sigma / 2_000
      }
    }
    for delta in [1e-2, 1e-4] {
      let found = PrivacyAccountant.epsilon(step, steps: 1, delta: delta)
      let largest = { max(divergence($0, adds: false), divergence($0, adds: true)) }
      #expect(largest(found.upperBound) <= delta * 1.001, "\(found)")
      #expect(largest(found.lowerBound * 0.999) >= delta * 0.99, "\(found)")
    }
  }

  @Test func `epsilon grows with steps and sampling and falls with noise and delta`() {
    func upper(_ sigma: Double, _ rate: Double, _ steps: Int, _ delta: Double) -> Double {
      PrivacyAccountant.epsilon(
        SampledGaussian(noiseMultiplier: sigma, samplingRate: rate), steps: steps, delta: delta
      ).upperBound
    }
    let base = upper(1, 0.02, 300, 1e-5)
    #expect(upper(1, 0.02, 600, 1e-5) > base && upper(1, 0.04, 300, 1e-5) > base)
    #expect(upper(1.5, 0.02, 300, 1e-5) < base && upper(1, 0.02, 300, 1e-4) < base)
    #expect(
      PrivacyAccountant.epsilon(
        SampledGaussian(noiseMultiplier: 1, samplingRate: 0.02), steps: 0, delta: 1e-5) == 0...0)
  }

  @Test(arguments: [(8.0, 0.01, 1_000), (1, 0.1, 100), (0.2, 1, 1)])
  func `the noise for an epsilon reaches it and is hardly more than needed`(
    _ epsilon: Double, _ rate: Double, _ steps: Int
  ) throws {
    let noise = try #require(
      PrivacyAccountant.noiseMultiplier(
        epsilon: epsilon, delta: 1e-5, samplingRate: rate, steps: steps))
    func range(_ noise: Double) -> ClosedRange<Double> {
      PrivacyAccountant.epsilon(
        SampledGaussian(noiseMultiplier: noise, samplingRate: rate), steps: steps, delta: 1e-5)
    }
    #expect(range(noise).upperBound <= epsilon)
    #expect(range(noise * 0.99).upperBound > epsilon)
  }

  @Test func `an epsilon that needs too much noise has none`() {
    let noise = PrivacyAccountant.noiseMultiplier(
      epsilon: 1e-4, delta: 1e-9, samplingRate: 1, steps: 100_000)
    #expect(noise == nil)
  }
}
