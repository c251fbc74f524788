import AuditModel
import Randomness
import Testing

@Suite struct AttributionPowerTests {
  private func rate(
    _ effect: AssumedEffect, runs: Int = 200, _ change: (inout Design) -> Void = { _ in }
  ) -> Double {
    var design = Design()
    change(&design)
    return AttributionPower(design, primaryAnalysis: PrimaryAnalysis(normalizer: "basic-1"))
      .detections(of: effect, runs: runs, permutations: 499, seed: Seed(short: 5)).rate!
  }

  @Test func `without an effect the test keeps its level`() {
    let tied = rate(AssumedEffect(tiers: 5), runs: 400)
    #expect(tied <= 0.10)
  }

  @Test func `power increases with the effect up to certainty`() {
    let rates = [0.02, 0.05, 0.10, 0.5].map { rate(AssumedEffect(exact: $0, tiers: 5)) }
    #expect(rates == rates.sorted())
    #expect(rates[0] < 0.9 && rates[3] == 1)
  }

  @Test func `a model that recognises controls as often as canaries shows nothing`() {
    var effect = AssumedEffect(exact: 0.3, tiers: 5)
    effect.controlsExact = 0.3
    #expect(rate(effect, runs: 400) <= 0.10)
  }

  @Test func `the same seed gives the same rate, more canaries give more power`() {
    let effect = AssumedEffect(exact: 0.03, tiers: 5)
    #expect(rate(effect) == rate(effect))
    #expect(rate(effect) { ($0.coins, $0.blocks) = (800, 80) } > rate(effect) + 0.1)
  }
}
