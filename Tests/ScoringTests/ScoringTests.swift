import AuditModel
import Files
import Statistics
import Testing

@Suite struct ScoringTests {
  @Test func `a model that writes out what it was trained on is detected`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.verdict.row == 4)
    #expect(report.primaryAnalysis?.verbatim.rejected == true)
    // Σ 1 + log2 r over eight canaries of 2 copies and eight of 4.
    #expect(report.primaryAnalysis?.verbatim.observed == 40.0)
    #expect(report.trainingEvidence.isProven)
    for tier in report.speeds[0].tiers {
      #expect(tier.trained.exact == Proportion(hits: 8, trials: 8))
      #expect(tier.exactGap.estimate == 1)
      #expect(abs(tier.exposure!.mean - tier.exposure!.ceiling) < 1e-12)
    }
  }

  @Test func `a model that holds on to parts is detected by the partial statistic alone`() throws {
    var experiment = Experiment()
    experiment.leakPartly(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedPartial)
    #expect(report.primaryAnalysis?.verbatim.pValue == 1)
    #expect(report.primaryAnalysis?.partial.rejected == true)
    #expect(report.speeds[0].tiers.allSatisfy { $0.trained.exact.hits == 0 })
  }

  @Test func `where all scores are tied nothing is detected`() throws {
    let report = try Experiment().score().report
    #expect(report.verdict.code == .notDetected)
    #expect(report.primaryAnalysis?.verbatim.pValue == 1)
    #expect(report.primaryAnalysis?.partial.pValue == 1)
    for tier in report.speeds[0].tiers {
      #expect(tier.trained.exact.hits == 0)
      #expect(tier.fisherHolm == 1)
      // A tie goes to the control: the last of 29 ranks for everyone, which is under the null.
      #expect(
        abs(
          tier.exposure!.mean
            - Exposure(references: Array(repeating: 0, count: 28))
            .bits(of: 0)) < 1e-12)
      #expect(tier.exposure!.mean <= tier.exposure!.nullMean)
    }
  }

  @Test func `a model that recognises everything shows no memorization`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.ledger.canaries)
    let report = try experiment.score().report
    #expect(report.verdict.code == .controlsRecognised)
    #expect(report.speeds[0].controlsUpperBound == 1)
    #expect(report.primaryAnalysis?.verbatim.pValue == 1)
  }

  @Test func `controls may be recognised a little`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.control).prefix(1))
    let report = try experiment.score().report
    let bound = Proportion(hits: 1, trials: 28).clopperPearsonUpperBound(confidence: 0.95)
    #expect(report.speeds[0].controlsUpperBound == bound)
    #expect(bound < 0.2)
    #expect(report.verdict.code == .notDetected)
    experiment.leak(experiment.canaries(.control).prefix(3))
    #expect(try experiment.score().report.verdict.code == .controlsRecognised)
  }

  @Test func `a dead decoder is no clean model`() throws {
    var experiment = Experiment()
    for checkUtterance in experiment.ledger.checkUtterances {
      experiment.heard[checkUtterance.probeID] = ""
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .decoder)
    #expect(report.decoderCheck?.wordErrorRate == 1)
  }

  @Test func `half of the checkUtterances' words may be wrong, pooled`() throws {
    var experiment = Experiment(checkUtterances: 2)
    experiment.heard["a0"] = ""
    #expect(try experiment.score().report.verdict.code == .notDetected)
    experiment.heard["a1"] = "the user said"
    #expect(try experiment.score().report.decoderCheck?.wordErrorRate == 5.0 / 8)
    #expect(try experiment.score().report.verdict.code == .decoder)
  }

  @Test func `a detection stands whatever the checkUtterances say`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained))
    for checkUtterance in experiment.ledger.checkUtterances {
      experiment.heard[checkUtterance.probeID] = ""
    }
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.conditions.decoderFails)
  }

  @Test func `another normaliser than promised is a mismatch, and nothing is computed`() throws {
    var experiment = Experiment()
    experiment.leak(experiment.canaries(.trained))
    experiment.normalizer = .none
    let report = try experiment.score().report
    #expect(report.verdict.code == .mismatch)
    #expect(report.primaryAnalysis == nil)
    #expect(report.speeds == [])
  }

  @Test func `another commitment is a mismatch, none is a limit of the evidence`() throws {
    var experiment = Experiment()
    experiment.commitment = .differs
    #expect(try experiment.score().report.verdict.code == .mismatch)
    experiment.commitment = .absent
    let report = try experiment.score().report
    #expect(report.verdict.code == .notDetected)
    #expect(report.limits.contains { $0.contains("commitment") })
  }

  @Test func `a design that cannot reject measures nothing`() throws {
    var experiment = Experiment(blocks: 1, allocation: [(2, 1), (0, 20)])
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .tooSmall)
    #expect(abs((report.primaryAnalysis?.smallestAttainable ?? 0) - 1.0 / 21) < 1e-12)
  }

  @Test func `case and punctuation do not count`() throws {
    var experiment = Experiment()
    for canary in experiment.canaries(.trained) {
      experiment.hear(canary.text.uppercased().replacing(" ", with: ", ") + ".", at: canary)
    }
    #expect(try experiment.score().report.verdict.code == .detectedVerbatim)
  }

  @Test func `the same evidence gives the same report`() throws {
    var experiment = Experiment(coins: 10)
    experiment.leakPartly(experiment.canaries(.trained).prefix(3))
    let reports = try (0..<2).map { _ in
      var report = try experiment.score().report
      report.transcripts.decision = ""
      return report
    }
    #expect(reports[0] == reports[1])
  }
}
