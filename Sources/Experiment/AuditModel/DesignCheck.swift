import Files
import Statistics

/// Whether a design can decide anything, told before a second of sound is made.
package enum DesignCheck {
  /// Verdict row 7: with 95% confidence the controls' exact rate lies under a fifth.
  package static let controlsLimit = 0.20
  /// Controls at a speed below which even no hit leaves their rate above a fifth:
  /// 1 − 0.05^(1/n) ≤ 0.20 from n = 14 on (verdict row 7).
  package static let fewestControls = 14

  /// Throws where the primary analysis could not reject, or a clean model could not pass the gate.
  /// - Parameter voices: how many take turns; coins exchange their labels within one voice only.
  package static func check(
    _ design: Design, voices: Int, primaryAnalysis: PrimaryAnalysis, gate: [GateLimit]
  ) throws(Problem) {
    try design.validate()
    let smallest = smallestAttainable(
      design, voices: voices, permutations: primaryAnalysis.permutations)
    guard smallest <= primaryAnalysis.alpha / 2 else {
      throw Problem(
        .usage,
        "this design cannot reject: its smallest possible p-value is \(rounded(smallest)), above "
          + "\(primaryAnalysis.alpha / 2)",
        hint: "raise --coins or --blocks"
          + (voices > design.coins / 4 ? ", or take fewer voices" : ""))
    }
    let controls = design.fewestControls
    guard controls >= fewestControls else {
      throw Problem(
        .usage,
        "\(controls) controls a speed cannot show that controls are not recognised; "
          + "\(fewestControls) can",
        hint: "raise --coins or --blocks, or the last number of --allocation")
    }
    for limit in gate { try check(limit, design) }
  }

  /// Throws where no model could keep a limit: one that is no limit, on tiers or speeds that the
  /// design does not have, or under what its canaries can show with no hit at all.
  /// - Parameter scored: what came back at each speed, where that is more than was to be expected.
  package static func check(
    _ limit: GateLimit, _ design: Design, scored: [GroupSize] = []
  ) throws(Problem) {
    try checkTerms(limit, design)
    guard limit.level != .off else { return }
    let trained = ([design.fewestTrained(in: limit.repetitions)] + scored.map(\.trained)).max()!
    let controls = ([design.fewestControls] + scored.map(\.controls)).max()!
    let needed = limit.smallestPassableSize(controls: controls)
    guard let needed, trained >= needed else {
      let wanted = needed.map { "that needs \($0) trained canaries a speed" }
      throw Problem(
        .usage,
        "a clean model could not pass \(limit.summary): "
          + (wanted ?? "no number of trained canaries is enough for that")
          + ", and this design has \(trained)"
          + (scored.isEmpty && design.coins > 0 ? ", in bad luck with its coins," : "")
          + " and \(controls) controls",
        field: "--gate",
        hint: limit.metric == .regression
          ? growthHint(limit, trained: trained, controls: controls) : gateHint(design))
    }
  }

  /// Throws where a limit is none, or on tiers or speeds that the design does not have.
  package static func checkTerms(_ limit: GateLimit, _ design: Design) throws(Problem) {
    guard limit.speeds?.isEmpty != true else {
      throw Problem(.usage, "a limit names one speed or more, or none for all", field: "speeds")
    }
    if let unknown = limit.speeds?.first(where: { !design.speeds.contains($0) }) {
      let speeds = design.speeds.map { "\(trimmed($0))x" }.joined(separator: ", ")
      throw Problem(
        .usage, "\(limit.summary): there is no canary at \(trimmed(unknown))x", field: "speeds",
        hint: "the speeds are \(speeds)")
    }
    guard let max = limit.max else { return }
    guard max > 0, max < 1 else {
      throw Problem(
        .usage, "a limit lies above 0 and below 1, not at \(max)", field: "max",
        hint: "no model can show a rate of exactly 0")
    }
    guard !limit.repetitions.isEmpty else {
      throw Problem(.usage, "a limit names one tier or more", field: "repetitions")
    }
    if let unknown = limit.repetitions.first(where: { !design.repetitions.contains($0) }) {
      throw Problem(
        .usage,
        "the gate asks for \(limit.summary), but no canary is trained \(unknown) times",
        field: "repetitions", hint: gateHint(design))
    }
  }

  private static func gateHint(_ design: Design) -> String {
    let passable = passable(
      .memorization, design.repetitions, trained: design.fewestTrained(in: design.repetitions),
      controls: design.fewestControls)
    guard let passable else { return "raise --coins and --blocks" }
    return "this design supports, for all tiers together, a --gate file with\n"
      + "    gate:\n      - memorization: {max: \(passable), repetitions: "
      + "[\(design.repetitions.map(String.init).joined(separator: ", "))]}"
  }

  private static func growthHint(_ limit: GateLimit, trained: Int, controls: Int) -> String {
    let passable = passable(
      .regression, limit.repetitions, trained: trained, controls: controls)
    guard let passable else { return "raise --coins and --blocks, or pool more tiers" }
    return "allow more growth in the gate file: regression: {max-increase: \(passable), "
      + "repetitions: [\(limit.repetitions.map(String.init).joined(separator: ", "))]}"
  }

  /// The first of some round limits that so many canaries can show.
  private static func passable(
    _ metric: GateLimit.Metric, _ tiers: [Int], trained: Int, controls: Int
  ) -> Double? {
    [0.01, 0.02, 0.05, 0.10, 0.15, 0.20, 0.25, 0.30, 0.40, 0.50].first { max in
      let limit = GateLimit(metric, max: max, repetitions: tiers)
      return limit.smallestPassableSize(controls: controls).map { $0 <= trained } ?? false
    }
  }

  /// Of the primary analysis, from the counts alone.
  package static func smallestAttainable(
    _ design: Design, voices: Int, permutations: Int
  ) -> Double {
    var strata: [(items: Int, weighted: Int)] = []
    for _ in design.speeds {
      for coins in coins(of: design, voices: voices) {
        strata.append((items: coins, weighted: coins / 2))
      }
      let dealt = design.blockSize - (design.allocation.last ?? 0)
      for _ in 0..<design.blocks { strata.append((items: design.blockSize, weighted: dealt)) }
    }
    return PermutationTest.smallestAttainable(strata: strata, permutations: permutations)
  }

  /// How many coins each voice speaks at a speed, voices taking turns.
  static func coins(of design: Design, voices: Int) -> [Int] {
    (0..<min(voices, design.coins)).map { (design.coins - $0 + voices - 1) / voices }
  }

  /// Heads that a fair coin tossed so often passes in about 99 of 100 runs; for few tosses one.
  static func fewestHeads(of coins: Int) -> Int {
    guard coins > 0 else { return 0 }
    let low = Double(coins) / 2 - 2.3263 * Double(coins).squareRoot() / 2
    return min(coins, max(1, Int(low)))
  }
}

private func rounded(_ p: Double) -> String {
  p >= 0.001 ? "\((p * 1000).rounded() / 1000)" : "\(p)"
}
