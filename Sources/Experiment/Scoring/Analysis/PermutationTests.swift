import AuditModel
import Statistics

/// Permutation tests under the random assignment of roles.
extension Scorer {
  func primaryAnalysis(_ rows: [CanaryRow]) -> Report.PrimaryAnalysisResult? {
    let setting = ledger.header.primaryAnalysis
    let strata = primaryStrata(rows)
    guard !strata.isEmpty else { return nil }
    let test = PermutationTest(strata: strata)
    let outcomes = test.outcomes(
      permutations: setting.permutations, seed: ledger.seed, name: "primary_analysis")
    let holm = Holm.adjusted(outcomes.map(\.pValue))
    func result(_ k: Int) -> Report.StatisticResult {
      Report.StatisticResult(
        observed: outcomes[k].observed, expected: outcomes[k].expected,
        pValue: outcomes[k].pValue, holm: holm[k], rejected: holm[k] <= setting.alpha,
        isExact: outcomes[k].isExact)
    }
    return Report.PrimaryAnalysisResult(
      alpha: setting.alpha, permutations: setting.permutations,
      smallestAttainable: test.smallestAttainable(permutations: setting.permutations),
      verbatim: result(0), partial: result(1))
  }

  /// The strata of the primary analysis: labels are exchanged only within the group in which they
  /// were assigned at random, that is coins within voice and speed, other canaries within their
  /// block. Tracers are not randomised and take no part.
  func primaryStrata(_ rows: [CanaryRow]) -> [Stratum] {
    rows.filter { $0.canary.role != .tracer }.grouped(by: \.canary.labelGroup).map { rows in
      Stratum(
        scores: [
          rows.map { $0.score!.isExact ? 1 : 0 }, rows.map { $0.score!.characterAccuracy },
        ],
        weights: [
          rows.map { PrimaryAnalysis.verbatimWeight($0.canary.repetitions) },
          rows.map { Double($0.canary.repetitions) },
        ])
    }
  }

  /// The p-value of tracers against controls of the same voice and speed; nil without tracers.
  func tracerPValue(_ rows: [CanaryRow]) -> Double? {
    guard rows.contains(where: { $0.canary.role == .tracer }) else { return nil }
    let compared = rows.filter { $0.canary.role != .trained }
    let strata = compared.grouped { "\($0.canary.speed) \($0.canary.voice)" }.map { rows in
      Stratum(
        scores: [rows.map { $0.score!.characterAccuracy }],
        weights: [rows.map { $0.canary.role == .tracer ? 1 : 0 }])
    }
    return pValue(strata, name: "tracers")
  }

  /// The one-sided p-value of Σ weight × score, labels permuted within their groups.
  func pValue(
    _ scored: [(row: CanaryRow, score: Double)], name: String, weight: (Canary) -> Double
  ) -> Double {
    let strata = scored.grouped(by: \.row.canary.labelGroup).map { group in
      Stratum(scores: [group.map(\.score)], weights: [group.map { weight($0.row.canary) }])
    }
    return pValue(strata, name: name)
  }

  private func pValue(_ strata: [Stratum], name: String) -> Double {
    PermutationTest(strata: strata).outcomes(
      permutations: ledger.header.primaryAnalysis.permutations, seed: ledger.seed, name: name)[0]
      .pValue
  }

  /// The Jonckheere-Terpstra test among the trained canaries, within the groups in which their
  /// repetitions were assigned. Coins all have the same number of repetitions and contribute
  /// nothing.
  func trend(_ rows: [CanaryRow]) -> Report.TrendResult? {
    let trained = rows.filter { $0.canary.role == .trained }
    guard Set(trained.map(\.canary.repetitions)).count > 1 else { return nil }
    let strata = trained.grouped(by: \.canary.labelGroup).map { rows in
      (
        doses: rows.map { Double($0.canary.repetitions) },
        scores: rows.map { $0.score!.characterAccuracy }
      )
    }
    let outcome = JonckheereTerpstra(strata: strata).outcome(
      permutations: ledger.header.primaryAnalysis.permutations, seed: ledger.seed, name: "trend")
    // Without unequal doses in any stratum there is nothing to compare.
    guard outcome.expected > 0 else { return nil }
    return Report.TrendResult(
      observed: outcome.observed, expected: outcome.expected, pValue: outcome.pValue,
      isExact: outcome.isExact)
  }
}
