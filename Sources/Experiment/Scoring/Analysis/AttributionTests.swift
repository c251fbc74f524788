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
    let utterances = attributionTest(utteranceGroups(trained), name: "attribution utterances")
    let words = attributionTest(wordGroups(recombined), name: "attribution words")
    return Report.AttributionResult(
      conclusion: Attribution(utterances: utterances.rejected, words: words.rejected),
      alpha: ledger.header.primaryAnalysis.alpha,
      permutations: ledger.header.primaryAnalysis.permutations, utterances: utterances,
      words: words, speeds: attributedSpeeds(pairs))
  }

  /// Within a pair a fair coin decided which order was trained, so the labels of the two orders are
  /// exchangeable if the model knows words only. A pair in which nothing is recognised has equal
  /// scores and contributes nothing.
  private func utteranceGroups(_ trained: [RecombinedPair]) -> [PrimaryTest.Group] {
    trained.map { pair in
      var group = PrimaryTest.Group()
      group.add(pair.canary.score!, repetitions: pair.canary.canary.repetitions)
      group.add(pair.recombined.score!, repetitions: 0)
      return group
    }
  }

  /// The labels of recombined controls are the repetitions of their canaries. They were assigned at
  /// random within the groups of the primary analysis.
  private func wordGroups(_ recombined: [CanaryRow]) -> [PrimaryTest.Group] {
    let repetitions = Dictionary(
      ledger.canaries.map { ($0.probeID, $0.repetitions) }, uniquingKeysWith: { a, _ in a })
    return recombined.grouped(by: \.canary.labelGroup).map { rows in
      var group = PrimaryTest.Group()
      for row in rows {
        group.add(row.score!, repetitions: repetitions[row.canary.recombines ?? ""] ?? 0)
      }
      return group
    }
  }

  private func attributionTest(
    _ groups: [PrimaryTest.Group], name: String
  ) -> Report.AttributionResult.Test {
    let tested = testResult(groups, name: name)
    return Report.AttributionResult.Test(
      smallestAttainable: tested.smallestAttainable, verbatim: tested.verbatim,
      partial: tested.partial)
  }
}

extension PrimaryTest.Group {
  mutating func add(_ score: CanaryScore, repetitions: Int) {
    add(
      repetitions: repetitions, isExact: score.isExact,
      characterAccuracy: score.characterAccuracy)
  }
}
