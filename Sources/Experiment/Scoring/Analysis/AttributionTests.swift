import AuditModel
import Statistics

/// A canary and its recombined control, both with a transcript.
struct RecombinedPair {
  let canary: CanaryRow
  let recombined: CanaryRow
}

/// The tests that compare canaries with recombined controls.
extension Scorer {
  /// - Parameters:
  ///   - rows: the scored canaries.
  ///   - recombined: the scored recombined controls.
  /// - Returns: nil without recombined controls, and if no trained canary has a transcript of both.
  func attribution(
    _ rows: [CanaryRow], _ recombined: [CanaryRow]
  ) -> Report.AttributionResult? {
    let byCanary = Dictionary(
      recombined.map { ($0.canary.recombines ?? "", $0) }, uniquingKeysWith: { a, _ in a })
    let pairs = rows.compactMap { row in
      byCanary[row.canary.probeID].map { RecombinedPair(canary: row, recombined: $0) }
    }
    let trained = pairs.filter { $0.canary.canary.role == .trained }
    guard !trained.isEmpty else { return nil }
    let utterances = attributionTest(utteranceStrata(trained), name: "attribution utterances")
    let words = attributionTest(wordStrata(recombined), name: "attribution words")
    return Report.AttributionResult(
      conclusion: Attribution(utterances: utterances.rejected, words: words.rejected),
      alpha: ledger.header.primaryAnalysis.alpha,
      permutations: ledger.header.primaryAnalysis.permutations, utterances: utterances,
      words: words, speeds: attributedSpeeds(pairs))
  }

  /// Within a pair a fair coin decided which order was trained, so the labels of the two orders are
  /// exchangeable if the model knows words only. A pair in which nothing is recognised has equal
  /// scores and contributes nothing.
  private func utteranceStrata(_ trained: [RecombinedPair]) -> [Stratum] {
    trained.map { pair in
      let scores = [pair.canary.score!, pair.recombined.score!]
      let repetitions = pair.canary.canary.repetitions
      return Stratum(
        scores: [scores.map { $0.isExact ? 1 : 0 }, scores.map(\.characterAccuracy)],
        weights: [
          [PrimaryAnalysis.verbatimWeight(repetitions), 0], [Double(repetitions), 0],
        ])
    }
  }

  /// The labels of recombined controls are the repetitions of their canaries. They were assigned at
  /// random within the groups of the primary analysis.
  private func wordStrata(_ recombined: [CanaryRow]) -> [Stratum] {
    let repetitions = Dictionary(
      ledger.canaries.map { ($0.probeID, $0.repetitions) }, uniquingKeysWith: { a, _ in a })
    return recombined.grouped(by: \.canary.labelGroup).map { rows in
      let labels = rows.map { repetitions[$0.canary.recombines ?? ""] ?? 0 }
      return Stratum(
        scores: [
          rows.map { $0.score!.isExact ? 1 : 0 }, rows.map { $0.score!.characterAccuracy },
        ],
        weights: [labels.map(PrimaryAnalysis.verbatimWeight), labels.map(Double.init)])
    }
  }

  private func attributionTest(
    _ strata: [Stratum], name: String
  ) -> Report.AttributionResult.Test {
    let setting = ledger.header.primaryAnalysis
    let test = PermutationTest(strata: strata)
    let outcomes = test.outcomes(
      permutations: setting.permutations, seed: ledger.seed, name: name)
    let holm = Holm.adjusted(outcomes.map(\.pValue))
    func result(_ k: Int) -> Report.StatisticResult {
      Report.StatisticResult(
        observed: outcomes[k].observed, expected: outcomes[k].expected,
        pValue: outcomes[k].pValue, holm: holm[k], rejected: holm[k] <= setting.alpha,
        isExact: outcomes[k].isExact)
    }
    return Report.AttributionResult.Test(
      smallestAttainable: test.smallestAttainable(permutations: setting.permutations),
      verbatim: result(0), partial: result(1))
  }
}
