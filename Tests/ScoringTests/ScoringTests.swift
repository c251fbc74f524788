import AuditModel
import AuditSamples
import Files
import Scoring
import Statistics
import Testing

@Suite struct ScoringTests {
  @Test func `a model that writes out trained canaries is detected as verbatim`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.verdict.row == 4)
    #expect(report.primaryAnalysis?.verbatim.rejected == true)
    // Σ 1 + log2 r over eight canaries with 2 repetitions and eight with 4.
    #expect(report.primaryAnalysis?.verbatim.observed == 40.0)
    #expect(report.trainingEvidence.isProven)
    for tier in report.speeds[0].tiers {
      #expect(tier.trained.exact == Proportion(hits: 8, trials: 8))
      #expect(tier.exactGap.estimate == 1)
      #expect(abs(tier.exposure!.mean - tier.exposure!.ceiling) < 1e-12)
    }
  }

  @Test func `a model that memorises parts is detected by the partial statistic alone`() throws {
    var experiment = Experiment()
    experiment.leakPartly(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedPartial)
    #expect(report.primaryAnalysis?.verbatim.pValue == 1)
    #expect(report.primaryAnalysis?.partial.rejected == true)
    #expect(report.speeds[0].tiers.allSatisfy { $0.trained.exact.hits == 0 })
  }

  @Test func `tied scores are no detection`() throws {
    let report = try Experiment().score().report
    #expect(report.verdict.code == .notDetected)
    #expect(report.primaryAnalysis?.verbatim.pValue == 1)
    #expect(report.primaryAnalysis?.partial.pValue == 1)
    for tier in report.speeds[0].tiers {
      #expect(tier.trained.exact.hits == 0)
      #expect(tier.fisherHolm == 1)
      // A tie ranks below the control, so every canary has rank 29, below the null mean.
      #expect(
        abs(
          tier.exposure!.mean
            - Exposure(references: Array(repeating: 0, count: 28))
            .bits(of: 0)) < 1e-12)
      #expect(tier.exposure!.mean <= tier.exposure!.nullMean + 1e-12)
    }
  }

  @Test func `a model that recognises everything is not measurable`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.ledger.canaries)
    let report = try experiment.score().report
    #expect(report.verdict.code == .controlsRecognised)
    #expect(report.speeds[0].controlsUpperBound == 1)
    #expect(report.primaryAnalysis?.verbatim.pValue == 1)
  }

  @Test func `one recognised control is no obstacle, several were probably trained on`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.control).prefix(1))
    let report = try experiment.score().report
    let bound = Proportion(hits: 1, trials: 28).clopperPearsonUpperBound(confidence: 0.95)
    #expect(report.speeds[0].controlsUpperBound == bound)
    #expect(bound < 0.2)
    #expect(report.verdict.code == .notDetected)
    experiment.leak(experiment.canaries(.control).prefix(3))
    let several = try experiment.score().report
    #expect(several.verdict.code == .controlsTrained && several.conditions.controlsRecognised)
  }

  @Test func `a decoder without output is not measurable`() throws {
    var experiment = Experiment()
    for checkUtterance in experiment.ledger.checkUtterances {
      experiment.heard[checkUtterance.probeID] = ""
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .decoder)
    #expect(report.decoderCheck?.wordErrorRate == 1)
  }

  @Test func `a pooled word error rate of check utterances up to 50% is accepted`() throws {
    var experiment = Experiment(checkUtterances: 2)
    experiment.heard["a0"] = ""
    #expect(try experiment.score().report.verdict.code == .notDetected)
    experiment.heard["a1"] = "the user said"
    #expect(try experiment.score().report.decoderCheck?.wordErrorRate == 5.0 / 8)
    #expect(try experiment.score().report.verdict.code == .decoder)
  }

  @Test func `a detection stands even if the decoder check fails`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained))
    for checkUtterance in experiment.ledger.checkUtterances {
      experiment.heard[checkUtterance.probeID] = ""
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.conditions.decoderFails)
  }

  @Test func `another normaliser than the declared one is a mismatch without results`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained))
    experiment.normalizer = .none
    let report = try experiment.score().report
    #expect(report.verdict.code == .mismatch)
    #expect(report.primaryAnalysis == nil)
    #expect(report.speeds == [])
  }

  @Test func `a different commitment is a mismatch, a missing one is a limit`() throws {
    var experiment = Experiment()
    experiment.commitment = .differs
    #expect(try experiment.score().report.verdict.code == .mismatch)
    experiment.commitment = .absent
    let report = try experiment.score().report
    #expect(report.verdict.code == .notDetected)
    #expect(report.limits.contains { $0.contains("commitment") })
  }

  @Test func `a design that cannot reach significance is too small`() throws {
    var experiment = Experiment(blocks: 1, allocation: [(2, 1), (0, 20)])
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .tooSmall)
    #expect(abs((report.primaryAnalysis?.smallestAttainable ?? 0) - 1.0 / 21) < 1e-12)
  }

  @Test func `case and punctuation are ignored`() throws {
    var experiment = Experiment()
    for canary in experiment.canaries(.trained) {
      experiment.hear(canary.text.uppercased().replacing(" ", with: ", ") + ".", at: canary)
    }
    #expect(try experiment.score().report.verdict.code == .detectedVerbatim)
  }

  @Test func `the same input gives the same report`() throws {
    var experiment = Experiment(coins: 10)
    experiment.leakPartly(experiment.canaries(.trained).prefix(3))
    let reports = try (0..<2).map { _ in
      var report = try experiment.score().report
      report.transcripts.decision = ""
      return report
    }
    #expect(reports[0] == reports[1])
  }

  // MARK: - Errors by kind

  @Test func `errors are pooled by kind for tiers, controls and the decoder check`() throws {
    var experiment = Experiment()
    for canary in experiment.canaries(.trained, 2) {
      experiment.hear(canary.text + " and more", at: canary)
    }
    experiment.heard["a0"] = "the user"
    experiment.heard["a1"] = "a user said 1 too"
    let report = try experiment.score().report
    let speed = report.speeds[0]
    let hallucinated = try #require(speed.tiers[0].trained.wordErrors)
    #expect(hallucinated.counts == EditCounts(insertions: 16, deletions: 0, substitutions: 0))
    #expect(hallucinated.referenceLength == 40)
    #expect(speed.tiers[0].trained.characterErrors?.counts.insertions == 8 * " and more".count)
    let omitted = try #require(speed.controls.wordErrors)
    #expect(omitted.counts == EditCounts(insertions: 0, deletions: 140, substitutions: 0))
    let check = try #require(report.decoderCheck)
    #expect(check.wordErrors?.counts == EditCounts(insertions: 1, deletions: 2, substitutions: 1))
    #expect(check.wordErrors?.rate == check.wordErrorRate)
  }

  // MARK: - Contents of the report

  @Test func `a report has the label and the date of the request`() throws {
    var experiment = Experiment()
    #expect(try experiment.score().report.label == nil)
    experiment.label = "conformer-l, step 40000"
    experiment.date = CalendarDate("2026-11-28")
    let report = try experiment.score().report
    #expect(report.label == "conformer-l, step 40000")
    #expect(report.date == CalendarDate("2026-11-28"))
  }

  @Test func `a mismatch names its reasons and the report is consistent`() throws {
    var experiment = Experiment()
    experiment.commitment = .differs
    experiment.normalizer = .none
    let report = try experiment.score().report
    #expect(report.isUnmeasured)
    #expect(
      report.mismatches == [
        "The commitment was made for another ledger.",
        "The normaliser is none-1, but the ledger declares basic-1.",
      ])
    try report.checkConsistency()
    #expect(try Experiment().score().report.mismatches == nil)
  }

  /// The commands name their options; reports are also read without them.
  @Test func `texts of a report do not mention options`() throws {
    var experiment = Experiment()
    experiment.ledger.header.ctc = nil
    experiment.heard["p0"] = nil
    for policy in MissingPolicy.allCases {
      experiment.missing = policy
      let report = try experiment.score().report
      let texts =
        report.limits + report.exploratory
        + [report.verdict.explanation, report.trainingEvidence.evidence]
      #expect(!texts.contains { $0.contains("--") }, "\(texts)")
    }
    #expect(!Verdict.allCases.contains { $0.explanation.contains("--") })
  }
}
