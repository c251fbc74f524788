import AuditModel
import Randomness
import Statistics
import Testing

@Suite struct DetectionPowerTests {
  private func detections(
    _ effect: AssumedEffect, runs: Int = 300, _ change: (inout Design) -> Void = { _ in }
  ) -> Double {
    var design = Design()
    change(&design)
    return DetectionPower(
      design, voices: 4, primaryAnalysis: PrimaryAnalysis(normalizer: "basic-1")
    )
    .detections(of: effect, runs: runs, seed: Seed(short: 1)).rate!
  }

  @Test func `a clean model is detected no more often than the level allows`() {
    var clean = AssumedEffect(tiers: 5)
    #expect(detections(clean, runs: 1_000) <= 0.065)
    // Controls have a mean accuracy of one half.
    clean.controls = 0.5
    #expect(detections(clean, runs: 1_000) <= 0.065)
    // Exact matches are equally frequent among controls and trained canaries.
    clean = AssumedEffect(exact: 0.3, tiers: 5)
    clean.controlsExact = 0.3
    #expect(detections(clean, runs: 1_000) <= 0.065)
  }

  @Test func `a model that memorised everything is always detected, by either statistic`() {
    #expect(detections(AssumedEffect(exact: 1, tiers: 5)) == 1)
    #expect(detections(AssumedEffect(closer: 0.5, tiers: 5)) == 1)
  }

  @Test func `the result depends only on the seed`() {
    let effect = AssumedEffect(exact: 0.05, tiers: 5)
    #expect(detections(effect) == detections(effect))
  }

  /// With two trained coins of two voices, p is at least 1/2, whatever the effect.
  @Test func `a design that cannot reject detects nothing`() {
    let power = detections(AssumedEffect(exact: 1, closer: 1, tiers: 1)) {
      ($0.coins, $0.blocks, $0.repetitions, $0.allocation) = (4, 0, [1], [])
    }
    #expect(power == 0)
  }

  /// With one stratum and equally many trained canaries and controls the verbatim test is Fisher's, at
  /// half the level because of Holm's correction. The other accuracies are uninformative here, so the
  /// partial test adds little power.
  @Test(arguments: [0.04, 0.07, 0.10])
  func `power agrees with Fisher's test for one tier in one block`(rate: Double) {
    var effect = AssumedEffect(exact: rate, tiers: 1)
    (effect.controls, effect.spread) = (0.5, 5)
    let simulated = detections(effect, runs: 1_000) {
      ($0.coins, $0.blocks, $0.repetitions, $0.allocation) = (0, 1, [1], [100, 100])
    }
    let exact = GapPower(trained: 100, controls: 100, rate: rate, controlRate: 0)
      .detection(alpha: 0.025)
    #expect(simulated > exact - 0.04 && simulated < exact + 0.08, "\(simulated), \(exact)")
  }
}
