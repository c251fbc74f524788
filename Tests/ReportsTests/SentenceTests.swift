import Reports
import Scoring
import Statistics
import Testing

/// No sentence of a report may say more than the statistic behind it. The table has the claims that a
/// report can make, each with the condition under which it is true, and all combinations of conditions
/// are compared with it.
@Suite struct SentenceTests {
  /// A claim that may appear only if `isTrue` holds for the report.
  struct Claim: Sendable {
    let words: String
    let isTrue: @Sendable (Report) -> Bool

    init(_ words: String, _ isTrue: @escaping @Sendable (Report) -> Bool) {
      self.words = words
      self.isTrue = isTrue
    }
  }

  static let claims: [Claim] = [
    Claim("has memorised individual training utterances") {
      $0.verdict.code == .detectedVerbatim && $0.attribution?.conclusion.showsUtterances == true
    },
    Claim("partly memorised individual") {
      $0.verdict.code == .detectedPartial && $0.attribution?.conclusion.showsUtterances == true
    },
    Claim("has memorised utterances") { $0.attribution?.conclusion.showsUtterances == true },
    Claim("memorised training utterances or learnt their words") {
      $0.verdict.code.isDetection && [.neither, nil].contains($0.attribution?.conclusion)
    },
    Claim("has learnt words") {
      [.words, .utterancesAndWords].contains($0.attribution?.conclusion)
    },
    Claim("memorised utterances were not shown") { $0.attribution?.conclusion == .words },
    Claim("cannot tell memorised utterances from learnt words") { $0.attribution == nil },
    Claim("word for word significantly more often") { $0.conditions.verbatimRejected },
    Claim("significantly more accurate than those of controls") { $0.conditions.partialRejected },
    Claim("Memorization detected") {
      $0.conditions.verbatimRejected || $0.conditions.partialRejected
    },
    Claim("did not detect memorization") {
      $0.verdict.code == .notDetected && !$0.conditions.hidesMemorization
    },
    Claim("does not transcribe trained canaries more accurately") {
      !$0.conditions.verbatimRejected && !$0.conditions.partialRejected
    },
    Claim("not recognised significantly better") {
      !$0.conditions.verbatimRejected && !$0.conditions.partialRejected
    },
    Claim("cannot tell whether") { $0.verdict.code.isObstacle },
    Claim("No conclusion is possible") { $0.verdict.code.isObstacle },
    Claim("transcribed significantly worse than controls") { $0.conditions.trainedBelowControls },
    Claim("losses show memorization") { $0.conditions.lossesSeparate },
    Claim("losses tell trained canaries, or those of a tier, from controls") {
      $0.conditions.lossesSeparate
    },
    Claim("the other controls of the same voice and speed are not recognised") {
      $0.conditions.controlsTrained
    },
    Claim("indicates memorised utterances") {
      $0.verdict.code == .notDetected && $0.attribution?.conclusion.showsUtterances == true
    },
    Claim("assumes that it did") { $0.isAssumingTraining },
    Claim("assuming that training used the canaries") { $0.isAssumingTraining },
    Claim("Nothing shows that training used all canaries") { $0.conditions.unproven },
    Claim("matched significantly more often than controls") { $0.conditions.containmentRejected },
    Claim("canaries repeat words where their texts do") { $0.conditions.patternRejected },
    Claim("nothing was computed") { $0.isUnmeasured },
    // Claims that no statistic of a report supports.
    Claim("and not their controls") { _ in false },
    Claim("only training can") { _ in false },
    Claim("copy in training was enough") { _ in false },
    Claim("without writing them out") { _ in false },
    Claim("no memorization is") { _ in false },
    Claim("proves") { _ in false },
  ]

  private static let facts: [any WritableKeyPath<Conditions, Bool> & Sendable] = [
    \.mismatch, \.missingTranscripts, \.tooSmall, \.verbatimRejected, \.partialRejected,
    \.decoderFails, \.decoderMarkers, \.exactMatchFails, \.controlsRecognised, \.controlsTrained,
    \.unproven, \.containmentRejected, \.patternRejected, \.lossesSeparate, \.trainedBelowControls,
  ]

  /// Reports with every combination of conditions and conclusions of the attribution.
  private static func everyReport(_ body: (Report) -> Void) throws {
    var base = try ScoredAudit(hasRecombinedControls: true).report
    base.transcripts.addedText = AddedText(in: [("a", "a b"), ("c", "c b")])
    (base.containmentPValue, base.patternPValue) = (0.001, 0.001)
    base.belowControlsPValue = 0.0005
    (base.trainingEvidence.isProven, base.trainingEvidence.stance) = (false, .assumed)
    let sample = base.attribution
    for combination in 0..<(1 << facts.count) {
      var report = base
      report.exploratory = []
      for (bit, fact) in facts.enumerated() where combination >> bit & 1 == 1 {
        report.conditions[keyPath: fact] = true
      }
      for (bit, fact) in facts.enumerated() where combination >> bit & 1 == 0 {
        report.conditions[keyPath: fact] = false
      }
      let conditions = report.conditions
      // The verbatim test cannot both reject and be hidden.
      let isHidden = conditions.containmentRejected || conditions.lossesSeparate
      if conditions.verbatimRejected && isHidden { continue }
      if conditions.containmentRejected && !conditions.decoderMarkers { continue }
      let isDetected = conditions.verbatimRejected || conditions.partialRejected
      if conditions.trainedBelowControls && isDetected { continue }
      if conditions.patternRejected && (isDetected || !conditions.exactMatchFails) { continue }
      report.verdict.code = conditions.verdict
      report.verdict.row = report.verdict.code.row
      (report.verdict.title, report.verdict.explanation) = conditions.sentences
      for conclusion in [nil] + Attribution.allCases.map(Optional.some) {
        report.attribution = conclusion.map { conclusion in
          var attribution = sample!
          attribution.conclusion = conclusion
          return attribution
        }
        body(report)
      }
    }
  }

  @Test func `every sentence is true of its report`() throws {
    var made: Set<String> = []
    var reports = 0
    try Self.everyReport { report in
      reports += 1
      let summary = PlainLanguageSummary(report)
      let text =
        ([report.title, report.verdict.explanation, summary.headline, summary.setting]
        + summary.finding + summary.meaning + summary.nextSteps + report.warnings)
        .joined(separator: " ")
      for claim in Self.claims where text.contains(claim.words) {
        made.insert(claim.words)
        #expect(claim.isTrue(report), "\(claim.words): \(report.conditions) \(text)")
      }
    }
    #expect(reports > 10_000)
    // The table does not outlive the sentences: every claim but those that are always false is made.
    let possible = Set(Self.claims.dropLast(6).map(\.words))
    #expect(made == possible, "never made: \(possible.subtracting(made))")
  }
}
