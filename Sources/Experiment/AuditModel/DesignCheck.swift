import Files
import Statistics

/// Checks that a design can decide something, before any audio is rendered.
package enum DesignCheck {
  /// Verdict row 7: with 95% confidence the controls' exact-match rate is at most this.
  package static let controlsLimit = 0.20
  /// The fewest controls of a speed with which zero hits keep `controlsLimit`:
  /// 1 − 0.05^(1/n) ≤ 0.20 from n = 14 on.
  package static let fewestControls = 14

  /// Checks the design and a gate that it is to be judged by.
  ///
  /// - Parameter voices: the number of voices; coins are exchanged within one voice only.
  /// - Throws: a `DesignProblem` if the primary analysis could not reject, or a `LimitProblem` if a
  ///   clean model could not pass the gate.
  package static func check(
    _ design: Design, voices: Int, primaryAnalysis: PrimaryAnalysis, gate: [GateLimit]
  ) throws(Problem) {
    try design.validate()
    let smallest = smallestAttainable(
      design, voices: voices, permutations: primaryAnalysis.permutations)
    guard smallest <= primaryAnalysis.alpha / 2 else {
      throw Problem(
        DesignProblem.cannotReject(
          smallestP: smallest, needed: primaryAnalysis.alpha / 2,
          manyVoices: voices > design.coins / 4))
    }
    let controls = design.fewestControls
    guard controls >= fewestControls else { throw Problem(DesignProblem.tooFewControls(controls)) }
    try checkTracers(design, voices: voices, permutations: primaryAnalysis.permutations)
    for limit in gate { try check(limit, design) }
  }

  /// Checks that a model without memorization can pass a limit.
  ///
  /// - Parameter scored: the canaries that were transcribed at each speed, which count where they are
  ///   more than the design guarantees.
  /// - Throws: a `LimitProblem`, also for a limit on tiers or speeds that the design does not have.
  package static func check(
    _ limit: GateLimit, _ design: Design, scored: [GroupSize] = []
  ) throws(Problem) {
    try checkTerms(limit, design)
    guard limit.level != .off else { return }
    let trained = ([design.fewestTrained(in: limit.repetitions)] + scored.map(\.trained)).max()!
    let controls = ([design.fewestControls] + scored.map(\.controls)).max()!
    let needed = limit.smallestPassableSize(controls: controls)
    if let needed, trained >= needed { return }
    let size = LimitProblem.Size(
      trained: trained, controls: controls, needed: needed,
      isWorstCase: scored.isEmpty && design.coins > 0)
    throw Problem(
      LimitProblem.impassable(
        limit, size,
        advice: limit.metric == .regression
          ? growthAdvice(limit, trained: trained, controls: controls) : advice(design)))
  }

  /// Checks that a limit is in range and names tiers and speeds of the design.
  /// - Throws: a `LimitProblem`.
  package static func checkTerms(_ limit: GateLimit, _ design: Design) throws(Problem) {
    if let problem = termsProblem(limit, design) { throw Problem(problem) }
  }

  private static func termsProblem(_ limit: GateLimit, _ design: Design) -> LimitProblem? {
    guard limit.speeds?.isEmpty != true else { return .noSpeeds }
    if let unknown = limit.speeds?.first(where: { !design.speeds.contains($0) }) {
      return .unknownSpeed(unknown, of: limit, known: design.speeds)
    }
    guard let max = limit.max else { return nil }
    guard max > 0, max < 1 else { return .outOfRange(max) }
    guard !limit.repetitions.isEmpty else { return .noTiers }
    if let unknown = limit.repetitions.first(where: { !design.repetitions.contains($0) }) {
      return .unknownTier(unknown, of: limit, advice: advice(design))
    }
    return nil
  }

  private static func advice(_ design: Design) -> LimitProblem.Advice {
    let max = passable(
      .memorization, design.repetitions, trained: design.fewestTrained(in: design.repetitions),
      controls: design.fewestControls)
    return max.map { .pooled(max: $0, tiers: design.repetitions) } ?? .largerDesign
  }

  private static func growthAdvice(
    _ limit: GateLimit, trained: Int, controls: Int
  ) -> LimitProblem.Advice {
    passable(.regression, limit.repetitions, trained: trained, controls: controls)
      .map { .growth(max: $0, tiers: limit.repetitions) } ?? .largerDesignOrMoreTiers
  }

  /// The smallest of some round limits that this many canaries can pass.
  private static func passable(
    _ metric: GateLimit.Metric, _ tiers: [Int], trained: Int, controls: Int
  ) -> Double? {
    [0.01, 0.02, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50].first { max in
      let limit = GateLimit(metric, max: max, repetitions: tiers)
      return limit.smallestPassableSize(controls: controls).map { $0 <= trained } ?? false
    }
  }

  /// The smallest p-value that the primary analysis can give, from the counts alone.
  package static func smallestAttainable(
    _ design: Design, voices: Int, permutations: Int
  ) -> Double {
    var strata: [(items: Int, weighted: Int)] = []
    for _ in design.speeds {
      for coins in design.coins(voices: voices) {
        strata.append((items: coins, weighted: coins / 2))
      }
      let trained = design.blockSize - (design.allocation.last ?? 0)
      for _ in 0..<design.blocks { strata.append((items: design.blockSize, weighted: trained)) }
    }
    return PermutationTest.smallestAttainable(strata: strata, permutations: permutations)
  }

  /// The number of heads that this many fair coins exceed in about 99 of 100 draws, at least 1.
  package static func fewestHeads(of coins: Int) -> Int {
    guard coins > 0 else { return 0 }
    let low = Double(coins) / 2 - 2.3263 * Double(coins).squareRoot() / 2
    return min(coins, max(1, Int(low)))
  }
}
