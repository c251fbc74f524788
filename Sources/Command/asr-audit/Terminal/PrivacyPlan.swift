import Files
import Statistics

/// The privacy of a training with DP-SGD, as `plan` prints it.
struct PrivacyPlan: Encodable {
  let noiseMultiplier: Double
  let samplingRate: Double
  let steps: Int
  let delta: Double
  /// One utterance first, then groups of copies.
  let groups: [Group]
  /// The epsilon of one utterance by the Rényi accountant, which other tools print.
  let renyiEpsilon: Double

  struct Group: Encodable {
    let copies: Int
    /// A range that contains the epsilon of the mechanism.
    let lower: Double
    /// Infinite if no epsilon keeps delta.
    let upper: Double
  }

  init(noiseMultiplier: Double, samplingRate: Double, steps: Int, delta: Double) {
    self.noiseMultiplier = noiseMultiplier
    self.samplingRate = samplingRate
    self.steps = steps
    self.delta = delta
    func step(_ copies: Int) -> SampledGaussian {
      SampledGaussian(
        noiseMultiplier: noiseMultiplier, samplingRate: samplingRate, groupSize: copies)
    }
    groups = [1, 2, 4, 8, 16].map { copies in
      let range = PrivacyAccountant.epsilon(step(copies), steps: steps, delta: delta)
      return Group(copies: copies, lower: range.lowerBound, upper: range.upperBound)
    }
    renyiEpsilon = RenyiAccountant.epsilon(step(1), steps: steps, delta: delta)
  }

  func text(asJSON: Bool) -> String {
    if asJSON { return String(decoding: JSONCoding.encoded(self, pretty: true), as: UTF8.self) }
    let rows = groups.map { group in
      ["\(group.copies)", places(group.upper, up: true), places(group.lower, up: false)]
    }
    return """
      noise multiplier \(trimmed(noiseMultiplier)): clip each utterance's gradient to a norm C and add \
      Gaussian noise with a
      standard deviation of \(trimmed(noiseMultiplier)) C to the sum of each batch
      \(steps) steps, in each of which every utterance takes part with a probability of \
      \(rounded(samplingRate, places: 6)) (Poisson sampling)

      \(textTable(["copies", "epsilon at most", "and at least"], rows))
      at delta \(trimmed(delta)), by the distribution of the privacy loss; a canary with r repetitions is \
      a group of r copies
      epsilon of one utterance by the Rényi accountant: \(places(renyiEpsilon, up: true))
      """
  }

  /// Three digits behind the point, rounded so that a bound stays one.
  private func places(_ epsilon: Double, up: Bool) -> String {
    epsilon.isFinite
      ? rounded((epsilon * 1_000).rounded(up ? .up : .down) / 1_000, places: 3) : "unbounded"
  }
}
