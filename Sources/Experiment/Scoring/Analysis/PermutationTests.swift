import AuditModel
import Statistics

/// Permutation tests under the random assignment of roles.
extension Scorer {
  func primaryAnalysis(_ rows: [CanaryRow]) -> Report.PrimaryAnalysisResult? {
    let setting = ledger.header.primaryAnalysis
    let groups = primaryGroups(rows)
    guard !groups.isEmpty else { return nil }
    let tested = testResult(groups, name: "primary_analysis")
    return Report.PrimaryAnalysisResult(
      alpha: setting.alpha, permutations: setting.permutations,
      smallestAttainable: tested.smallestAttainable, verbatim: tested.verbatim,
      partial: tested.partial)
  }

  /// The verbatim and the partial statistic of some groups, with Holm's correction for the two.
  func testResult(
    _ groups: [PrimaryTest.Group], name: String
  ) -> (
    smallestAttainable: Double, verbatim: Report.StatisticResult, partial: Report.StatisticResult
  ) {
    let setting = ledger.header.primaryAnalysis
    let test = PrimaryTest(setting, groups)
    let outcome = test.outcome(
      permutations: setting.permutations, seed: ledger.seed, name: name)
    let adjusted = outcome.adjusted
    let partial = outcome.partial
    return (
      test.smallestAttainable(permutations: setting.permutations),
      Report.StatisticResult(
        observed: outcome.verbatim.observed, expected: outcome.verbatim.expected,
        pValue: outcome.verbatim.pValue, holm: adjusted.verbatim,
        rejected: adjusted.verbatim <= setting.alpha, isExact: outcome.verbatim.isExact),
      Report.StatisticResult(
        observed: partial[0].observed, expected: partial[0].expected,
        pValue: outcome.partialPValue, holm: adjusted.partial,
        rejected: adjusted.partial <= setting.alpha, isExact: partial[0].isExact,
        weights: setting.partialWeights.map { weights in
          zip(weights, partial).map { weight, outcome in
            Report.WeightResult(
              weight: weight, observed: outcome.observed, expected: outcome.expected,
              adjustedP: outcome.pValue)
          }
        })
    )
  }

  /// The groups of the primary analysis: labels are exchanged only within the group in which they
  /// were assigned at random, that is coins within voice and speed, other canaries within their
  /// block. Tracers are not randomised and take no part.
  func primaryGroups(_ rows: [CanaryRow]) -> [PrimaryTest.Group] {
    rows.filter { $0.canary.role != .tracer }.grouped(by: \.canary.labelGroup).map { rows in
      var group = PrimaryTest.Group()
      for row in rows {
        group.add(row.score!, repetitions: row.canary.repetitions)
      }
      return group
    }
  }

  /// The p-value of the hypothesis that at most one tracer was learnt: the largest p-value of the
  /// tracers against controls of the same voice and speed after any one tracer was left out
  /// (Benjamini and Heller 2008, partial conjunction). It is 1 with a single tracer and nil without.
  ///
  /// Within a voice and speed, leaving out the tracer with the highest accuracy gives the largest
  /// p-value, because a lower accuracy of a tracer in the test never makes its p-value smaller.
  func tracerPValue(_ rows: [CanaryRow]) -> Double? {
    let tracers = rows.indices.filter { rows[$0].canary.role == .tracer }
    guard tracers.count > 1 else { return tracers.isEmpty ? nil : 1 }
    return tracers.grouped { tracerStratum(rows[$0]) }.map { stratum in
      let best = stratum.max { accuracy(rows[$0]) < accuracy(rows[$1]) }
      return tracerPValue(rows, leavingOut: best!)
    }.max()
  }

  private func tracerPValue(_ rows: [CanaryRow], leavingOut left: Int) -> Double {
    let compared = rows.indices.filter { $0 != left && rows[$0].canary.role != .trained }
    let strata = compared.grouped { tracerStratum(rows[$0]) }.map { stratum in
      Stratum(
        scores: [stratum.map { accuracy(rows[$0]) }],
        weights: [stratum.map { rows[$0].canary.role == .tracer ? 1 : 0 }])
    }
    return pValue(strata, name: "tracers")
  }

  private func accuracy(_ row: CanaryRow) -> Double { row.score!.characterAccuracy }

  private func tracerStratum(_ row: CanaryRow) -> VoiceAndSpeed { VoiceAndSpeed(row.canary) }

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
