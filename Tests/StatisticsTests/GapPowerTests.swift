import Statistics
import Testing

@Suite struct GapPowerTests {
  @Test func `probabilities agree with sums over all outcomes`() throws {
    struct Case: Decodable {
      let trained, controls: Int
      let rate, controlRate, limit, alpha, confidence, detection, exceeding, keeping: Double
    }
    for wanted in try fixture("gap-power", of: Case.self) {
      let power = GapPower(
        trained: wanted.trained, controls: wanted.controls, rate: wanted.rate,
        controlRate: wanted.controlRate)
      #expect(agree(power.detection(alpha: wanted.alpha), wanted.detection))
      let (limit, confidence) = (wanted.limit, wanted.confidence)
      let exceeding = power.exceeding(limit: limit, confidence: confidence)
      #expect(agree(exceeding, wanted.exceeding))
      // A complement of 1, so the tolerance is absolute for tiny values.
      let keeping = power.keeping(limit: limit, confidence: confidence)
      #expect(abs(keeping - wanted.keeping) <= 1e-9)
    }
  }

  @Test func `a size is enough and the next smaller one is not`() throws {
    func chance(_ size: Int) -> Double {
      GapPower(trained: size, controls: 200, rate: 0.3, controlRate: 0).exceeding(
        limit: 0.1, confidence: 0.95)
    }
    let size = try #require(GapPower.size(power: 0.8, chance: chance))
    #expect(chance(size) >= 0.8 && chance(size - 1) < 0.8)
    #expect(GapPower.size(power: 0.8, most: size, chance: chance) == size)
    #expect(GapPower.size(power: 0.8, most: size / 2, chance: chance) == nil)
  }

  /// Without hits the bound of a clean group decides: 29 canaries for 0.10.
  @Test func `a clean model passes from the size that the limit needs`() {
    let size = GapPower.size(power: 0.99) { size in
      GapPower(trained: size, controls: 200, rate: 0, controlRate: 0).keeping(
        limit: 0.1, confidence: 0.95)
    }
    #expect(size == GapBound.smallestCleanGroup(limit: 0.1, confidence: 0.95))
  }

  @Test func `no size detects a rate within the limit`() {
    let size = GapPower.size(power: 0.8, most: 2_048) { size in
      GapPower(trained: size, controls: size, rate: 0.1, controlRate: 0).exceeding(
        limit: 0.1, confidence: 0.95)
    }
    #expect(size == nil)
  }

  /// With 20 canaries and 100 clean controls two hits have p = .027 and one has .167, so a power of
  /// 80% means P(two hits or more) = 1 - q²⁰ - 20(1 - q)q¹⁹ = 0.8.
  @Test func `the minimum detectable rate has exactly the requested power`() throws {
    let rate = try #require(
      GapPower.smallestDetectableRate(
        trained: 20, controls: 100, controlRate: 0, alpha: 0.05, power: 0.8))
    let q = 1 - rate
    var power = 1.0
    for _ in 0..<19 { power *= q }
    #expect(abs(1 - power * q - 20 * rate * power - 0.8) < 1e-10)
    let hopeless = GapPower.smallestDetectableRate(
      trained: 2, controls: 2, controlRate: 0, alpha: 0.05, power: 0.8)
    #expect(hopeless == nil)
  }

  @Test func `a bound at the limit passes and does not fail`() {
    let clean = GapPower(trained: 50, controls: 50, rate: 0, controlRate: 0)
    let nothing = Proportion(hits: 0, trials: 50)
    let upper = GapBound.upper(of: nothing, minus: nothing, confidence: 0.95)
    #expect(clean.keeping(limit: upper, confidence: 0.95) == 1)
    #expect(clean.keeping(limit: upper.nextDown, confidence: 0.95) == 0)
    let gap = Newcombe.difference(of: nothing, minus: nothing, confidence: 0.95)
    #expect(clean.exceeding(limit: gap.lower, confidence: 0.95) == 0)
    #expect(clean.exceeding(limit: gap.lower.nextDown, confidence: 0.95) == 1)
  }

  @Test func `empty groups have no power`() {
    let nobody = GapPower(trained: 0, controls: 50, rate: 1, controlRate: 0)
    #expect(nobody.detection(alpha: 0.05) == 0)
    #expect(nobody.keeping(limit: 0.5, confidence: 0.95) == 0)
    let alone = GapPower(trained: 50, controls: 0, rate: 1, controlRate: 0)
    #expect(alone.detection(alpha: 0.05) == 0)
  }
}
