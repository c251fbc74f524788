import AuditModel
import Files
import Randomness
import Statistics
import Testing

@Suite struct DesignPlanTests {
  private let primaryAnalysis = PrimaryAnalysis(normalizer: "basic-1")

  private func plan(
    _ gate: [GateLimit] = GateLimit.standard.filter { $0.metric == .memorization },
    rate: Double? = nil, controlRate: Double = 0,
    _ change: (inout Design) -> Void = { _ in }
  ) -> DesignPlan {
    var design = Design()
    change(&design)
    var assumptions = DesignPlan.Assumptions(voices: 4)
    (assumptions.rate, assumptions.controlRate) = (rate, controlRate)
    return DesignPlan(
      design, gate: gate, primaryAnalysis: primaryAnalysis, assumptions: assumptions)
  }

  // MARK: - Against known values

  @Test func `the plan of the default design has the known values`() throws {
    let plan = plan()
    #expect(plan.tiers.map(\.canaries) == [100, 40, 40, 20, 20])
    #expect(plan.controls.controls == 200)
    #expect(plan.smallestP == 1e-4)
    // 0 of n at 95%, one-sided: 1 - 0.05^(1/n).
    #expect(plan.tiers.map { ($0.boundWithoutHit * 1_000).rounded() } == [30, 72, 72, 139, 139])
    #expect(abs(plan.controls.exposureCeiling - 7.6438561897747244) < 1e-12)
    // The mean of log2 200 - log2 k over k = 1...201.
    #expect(abs(plan.controls.exposureNullMean - 1.4107) < 1e-3)
    // 100 guesses right, half of the coins: the epsilon with (1 + e^-ε)^-100 = 0.05.
    #expect(plan.oneRun?.guesses == 100)
    #expect(abs(try #require(plan.oneRun?.ceiling) - 3.4930) < 1e-3)
    // 220 tests: k ranks of 1/201 reject at 0.05 from 220/201/k ≤ 0.05 on, which is 21.9.
    #expect(plan.controls.topRanksNeeded == 22)
    #expect(plan.limits.map(\.needed) == [29, 29])
    #expect(plan.limits.map(\.fewest) == [123, 40])
    #expect(plan.warnings.isEmpty)
    #expect(plan.sufficientDesign == plan.design)
  }

  @Test func `the tier's test finds the minimum detectable rate with the required power`() throws {
    for tier in plan().tiers {
      let rate = try #require(tier.smallestDetectable)
      func power(_ rate: Double) -> Double {
        GapPower(trained: tier.canaries, controls: 200, rate: rate, controlRate: 0)
          .detection(alpha: 0.05)
      }
      #expect(power(rate) >= 0.80 && power(rate - 1e-6) < 0.80)
    }
  }

  @Test func `a limit fails from the rate at which its rule has the required power`() throws {
    let plan = plan()
    #expect(plan.confidence == 0.975)
    for limit in plan.limits {
      let rate = try #require(limit.failsFrom)
      func power(_ rate: Double) -> Double {
        GapPower(trained: limit.canaries, controls: 200, rate: rate, controlRate: 0)
          .exceeding(limit: 0.1, confidence: 0.975)
      }
      #expect(power(rate) >= 0.80 && power(rate - 1e-6) < 0.80)
    }
  }

  // MARK: - A clean model

  /// The sum over every possible number of heads.
  @Test func `a clean model passes with the probability of enough heads`() throws {
    let limit = GateLimit(max: 0.05, repetitions: [1])
    let plan = plan([limit]) { $0.coins = 120 }
    // 59 heads or more of 120.
    var chance = 0.0
    for heads in 59...120 {
      var ways = 1.0
      for k in 0..<heads { ways *= Double(120 - k) / Double(heads - k) / 2 }
      for _ in heads..<120 { ways /= 2 }
      chance += ways
    }
    #expect(abs(try #require(plan.limits[0].cleanPass) - chance) < 1e-9)
    #expect(abs(plan.cleanPass - chance) < 1e-9)
  }

  /// The limits share controls, so the sum of their probabilities is a bound.
  @Test func `a clean model passes at least as often as planned`() {
    let rate = 0.02
    let planned = plan(controlRate: rate).cleanPass
    var random = Seed(short: 5).stream("clean models")
    func hits(_ count: Int) -> Proportion {
      Proportion(hits: (0..<count).count { _ in random.unit() < rate }, trials: count)
    }
    let passes = (0..<4_000).count { _ in
      let controls = hits(200)
      let heads = (0..<200).count { _ in random.coin() }
      return [hits(heads + 40), hits(40)].allSatisfy { trained in
        GapBound.upper(of: trained, minus: controls, confidence: 0.95) <= 0.1
      }
    }
    let share = Double(passes) / 4_000
    #expect(planned <= share + 0.02, "\(planned), \(share)")
    #expect(planned >= share - 0.06, "\(planned), \(share)")
  }

  /// With 31 hits among 200 controls the upper bound of their rate exceeds a fifth: verdict row 7.
  @Test func `no model passes if controls are recognised too often, however wide the limit`() {
    let wide = [GateLimit(max: 0.5, repetitions: [1, 2])]
    #expect(plan(wide, controlRate: 0.05).cleanPass > 0.999)
    #expect(plan(wide, controlRate: 0.3).cleanPass < 0.001)
    let bound = { Proportion(hits: $0, trials: 200).clopperPearsonUpperBound(confidence: 0.95) }
    #expect(bound(30) <= 0.20 && bound(31) > 0.20)
    // P(31 hits or more of 200 at 0.15) from both sides of one half.
    #expect((0.4...0.5).contains(1 - plan(wide, controlRate: 0.15).cleanPass))
  }

  @Test func `a limit on detection fails a clean model with the probability of its level`() {
    #expect(abs(plan([.detection()]).cleanPass - 0.95) < 1e-12)
    #expect(plan([.detection(level: .warn)]).cleanPass == 1)
  }

  // MARK: - Sufficient designs

  @Test(
    arguments: [
      (GateLimit(max: 0.02, repetitions: [8, 16]), nil),
      (GateLimit(max: 0.03, repetitions: [1]), nil),
      (GateLimit(max: 0.01, repetitions: [1, 2]), nil),
      (GateLimit(max: 0.1, repetitions: [16]), 0.3),
      (GateLimit(.regression, max: 0.02, repetitions: [1, 2]), nil),
    ] as [(GateLimit, Double?)])
  func `the sufficient design is enough, and a smaller one is not`(limit: GateLimit, rate: Double?)
    throws
  {
    let plan = plan([limit], rate: rate)
    let enough = try #require(plan.sufficientDesign)
    try DesignCheck.check(limit, enough)
    if limit.metric != .regression {
      let needed = max(try #require(plan.limits[0].needed), plan.limits[0].neededToFail ?? 0)
      #expect(enough.fewestTrained(in: limit.repetitions) >= needed)
      var less = enough
      if enough.coins > plan.design.coins { less.coins -= 2 } else { less.blocks -= 1 }
      #expect(less.fewestTrained(in: limit.repetitions) < needed)
    }
  }

  @Test func `the named number of canaries fails the required rate`() throws {
    let limit = plan(rate: 0.3).limits[1]
    let size = try #require(limit.neededToFail)
    func power(_ size: Int) -> Double {
      GapPower(trained: size, controls: 200, rate: 0.3, controlRate: 0)
        .exceeding(limit: 0.1, confidence: 0.975)
    }
    #expect(power(size) >= 0.80 && power(size - 1) < 0.80)
  }

  @Test func `a limit that no design can show is refused`() {
    let hopeless = plan([GateLimit(max: 1e-9, repetitions: [16])])
    #expect(hopeless.sufficientDesign == nil)
    let problem = #expect(throws: Problem.self) { try hopeless.sufficient() }
    #expect(problem?.kind == .usage)
  }

  @Test(arguments: [8.0, 9, 12.5, 16])
  func `an exposure above the ceiling is refused with a design that reaches it`(bits: Double) throws
  {
    for coins in [0, 200] {
      let plan = plan([]) {
        $0.coins = coins
        if coins == 0 { $0.allocation = Design.standardAllocation(for: $0.repetitions) }
      }
      try plan.checkCeilings(exposure: plan.controls.exposureCeiling, epsilon: nil)
      let problem = try #require(
        #expect(throws: Problem.self) { try plan.checkCeilings(exposure: bits, epsilon: nil) })
      #expect(problem.kind == .usage)
      guard case .exposureAboveCeiling(_, _, _, _, let sufficient) = problem.cause as? PlanProblem
      else {
        Issue.record("\(problem)")
        return
      }
      let larger = self.plan([]) {
        ($0.coins, $0.blocks) = (sufficient.coins, sufficient.blocks)
        if coins == 0 { $0.allocation = Design.standardAllocation(for: $0.repetitions) }
      }
      try larger.checkCeilings(exposure: bits, epsilon: nil)
    }
  }

  @Test func `thresholds outside the range of the design are refused`() {
    let plan = plan([])
    let none = self.plan([]) {
      ($0.coins, $0.allocation) = (0, Design.standardAllocation(for: $0.repetitions))
    }
    let few = self.plan([]) { $0.coins = 14 }
    for (plan, exposure, epsilon) in [
      (plan, 1.40, nil), (plan, 21, nil), (plan, nil, 3.50), (none, nil, 1), (few, nil, 1),
    ] as [(DesignPlan, Double?, Double?)] {
      let problem = #expect(throws: Problem.self) {
        try plan.checkCeilings(exposure: exposure, epsilon: epsilon)
      }
      #expect(problem?.kind == .usage)
      #expect(problem?.hint != nil)
    }
    #expect(throws: Never.self) { try plan.checkCeilings(exposure: 7.64, epsilon: 3.49) }
  }

  @Test func `a design warns of results that its report will lack`() {
    let small = plan { ($0.coins, $0.blocks) = (26, 1) }
    #expect(small.warnings.contains(.undetectableTier(repetitions: 16, canaries: 1)))
    #expect(small.warnings.contains(.tooFewControlsForROC(controls: 18, needed: 100)))
    #expect(small.warnings.contains(.noOneRunBound(coins: 26, guesses: 40)))
    #expect(small.warnings.contains(.cleanModelMayFail(passes: small.cleanPass)))
    #expect(small.cleanPass < 0.01)
    let crowded = plan {
      ($0.coins, $0.repetitions, $0.allocation) = (0, [1], [100, 14])
      $0.blocks = 1
    }
    #expect(crowded.warnings.contains(.noSingleCanaries(controls: 14, trained: 100)))
  }
}
