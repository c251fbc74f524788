import Statistics

extension DesignPlan {
  package init(
    _ design: Design, gate: [GateLimit], primaryAnalysis: PrimaryAnalysis, assumptions: Assumptions
  ) {
    let size = design.expectedSize
    self.design = design
    self.assumptions = assumptions
    smallestP = DesignCheck.smallestAttainable(
      design, voices: assumptions.voices, permutations: primaryAnalysis.permutations)
    smallestPNeeded = primaryAnalysis.alpha / 2
    tiers = design.repetitions.map { Tier($0, design, assumptions) }
    controls = Controls(design, level: assumptions.alpha)
    oneRun = design.coinTier.map { OneRun(design, primaryAnalysis, copies: $0) }

    let active = gate.filter { $0.level != .off }
    let confidence = design.failingConfidence(active)
    limits = active.map {
      Limit($0, design, assumptions, alpha: primaryAnalysis.alpha, confidence: confidence)
    }
    self.confidence = confidence
    // A lower bound: limits share controls, so the probabilities of not passing add up at most.
    let missed = limits.filter { $0.limit.level == .error }.reduce(0) { sum, limit in
      sum + Double(design.places(of: limit.limit).count) * (1 - (limit.cleanPass ?? 1))
    }
    unmeasurable = Self.chanceOfRecognisedControls(
      rate: assumptions.controlRate, controls: size.controls)
    cleanPass = max(0, 1 - missed - Double(design.speeds.count) * unmeasurable)
  }

  /// The probability that so many controls are recognised that their rate may exceed a fifth:
  /// verdict row 7, which no gate passes.
  private static func chanceOfRecognisedControls(rate: Double, controls: Int) -> Double {
    let hits = (0...controls).first { hits in
      Proportion(hits: hits, trials: controls).clopperPearsonUpperBound(confidence: 0.95)
        > DesignCheck.controlsLimit
    }
    guard let hits else { return 0 }
    return hits == 0
      ? 1 : IncompleteBeta.regularized(rate, a: Double(hits), b: Double(controls - hits + 1))
  }
}

extension Design {
  /// All trained canaries and all controls of a speed, if half of the coins fall on heads.
  package var expectedSize: GroupSize {
    GroupSize(
      trained: expectedTrained(in: repetitions),
      controls: controls(tails: coins - coins / 2))
  }

  /// The trained canaries of some tiers at one speed, if half of the coins fall on heads.
  package func expectedTrained(in tiers: [Int]) -> Int {
    trained(in: tiers, heads: coins / 2)
  }

  /// The probability of at least this many heads among `coins` fair coins.
  func chanceOfHeads(atLeast heads: Int) -> Double {
    if heads <= 0 { return 1 }
    if heads > coins { return 0 }
    return IncompleteBeta.regularized(0.5, a: Double(heads), b: Double(coins - heads + 1))
  }
}

extension DesignPlan.Tier {
  fileprivate init(_ repetitions: Int, _ design: Design, _ assumptions: DesignPlan.Assumptions) {
    let controls = design.expectedSize.controls
    let canaries = design.expectedTrained(in: [repetitions])
    self.repetitions = repetitions
    self.canaries = canaries
    boundWithoutHit = CleanRate.upperBound(trials: canaries, confidence: 0.95)
    smallestDetectable = GapPower.smallestDetectableRate(
      trained: canaries, controls: controls, controlRate: assumptions.controlRate,
      alpha: assumptions.alpha, power: assumptions.power)
    epsilonCeiling = HeuristicEpsilon.clopperPearsonCeiling(
      trained: canaries, controls: controls, delta: 0, confidence: 0.95)
  }
}

extension DesignPlan.Controls {
  fileprivate init(_ design: Design, level: Double) {
    let size = design.expectedSize
    controls = size.controls
    trained = size.trained
    fewest = design.fewestControls
    boundWithoutHit = CleanRate.upperBound(trials: controls, confidence: 0.95)
    neededAtOnePercent = ROC.fewestControls
    exposureCeiling = Exposure.ceiling(references: controls)
    exposureNullMean = Exposure.nullMean(references: controls)
    topRanksNeeded = BenjaminiHochberg.topRanksNeeded(
      tests: trained, references: controls, level: level)
  }
}

extension DesignPlan.OneRun {
  fileprivate init(_ design: Design, _ primaryAnalysis: PrimaryAnalysis, copies: Int) {
    let ranked = primaryAnalysis.epsilonGuesses.reduce(0, +)
    let heads = design.coins / 2
    let isExactPossible = primaryAnalysis.epsilonFewestExact.map { heads >= $0 } ?? false
    let possible = [ranked <= design.coins ? ranked : nil, isExactPossible ? heads : nil]
    let most = possible.compactMap { $0 }.max()
    coins = design.coins
    rankedGuesses = ranked
    guesses = most ?? ranked
    self.copies = copies
    ceiling = most.map {
      OneRunEpsilon.ceiling(canaries: design.coins, guesses: $0, delta: 0, confidence: 0.95)
    }
  }
}

extension DesignPlan.Limit {
  fileprivate init(
    _ limit: GateLimit, _ design: Design, _ assumptions: DesignPlan.Assumptions, alpha: Double,
    confidence: Double
  ) {
    let controls = design.expectedSize.controls
    let canaries = design.expectedTrained(in: limit.repetitions)
    let needed = limit.smallestPassableSize(controls: design.fewestControls)
    self.limit = limit
    self.canaries = canaries
    fewest = design.fewestTrained(in: limit.repetitions)
    self.needed = needed
    guard let max = limit.max, limit.metric != .regression else {
      cleanPass = limit.metric == .detection ? 1 - alpha : nil
      failsFrom = nil
      neededToFail = nil
      return
    }
    let clean = GapPower(
      trained: canaries, controls: controls, rate: assumptions.controlRate,
      controlRate: assumptions.controlRate)
    // With too few heads there are too few canaries, and then even zero hits do not pass.
    let fixed = limit.repetitions.reduce(0) { $0 + design.assigned(to: $1) }
    let hasCoins = design.coinTier.map(limit.repetitions.contains) ?? false
    let missing = (needed ?? .max) - fixed
    let enough = hasCoins ? design.chanceOfHeads(atLeast: missing) : missing <= 0 ? 1 : 0
    cleanPass = enough * clean.keeping(limit: max, confidence: 0.95)
    failsFrom = GapPower.smallestFailingRate(
      trained: canaries, controls: controls, controlRate: assumptions.controlRate, limit: max,
      confidence: confidence, power: assumptions.power)
    neededToFail = assumptions.rate.flatMap { rate in
      GapPower.size(power: assumptions.power) { size in
        GapPower(
          trained: size, controls: controls, rate: rate, controlRate: assumptions.controlRate
        ).exceeding(limit: max, confidence: confidence)
      }
    }
  }
}
