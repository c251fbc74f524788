import AuditModel
import AuditSamples
import Files
import Statistics
import Testing

/// Results beside the primary analysis, through the real scoring code.
@Suite struct EvidenceTests {
  // MARK: - Trend

  @Test func `accuracy that grows with repetitions is a trend`() throws {
    var experiment = Experiment(blocks: 8)
    experiment.leak(experiment.canaries(.trained, 4))
    let trend = try #require(experiment.score().report.trend)
    #expect(trend.pValue < 0.001)
    #expect(trend.isExact)
  }

  @Test func `an effect that does not grow with repetitions is no trend`() throws {
    var experiment = Experiment(blocks: 8)
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.trend?.pValue == 1)
  }

  @Test func `one tier has no trend`() throws {
    let experiment = Experiment(blocks: 6, allocation: [(2, 4), (0, 4)])
    #expect(try experiment.score().report.trend == nil)
  }

  // MARK: - Ties

  @Test func `a model that recognises nothing has no sign of memorization`() throws {
    let report = try Experiment(blocks: 20, coins: 60).score().report
    #expect(report.verdict.code == .notDetected)
    let speed = report.speeds[0]
    let ranking = try #require(speed.ranking)
    #expect(ranking.auc == 0.5)
    #expect(ranking.truePositiveRate == 0.01)
    #expect(ranking.mannWhitney == 1)
    #expect(speed.discoveries?.discoveries == 0)
    #expect(speed.privacy?.oneRun?.epsilon == 0)
    #expect(speed.privacy?.heuristic?.stability == 0)
    for tier in speed.tiers {
      let exposure = try #require(tier.exposure)
      // A tie ranks below the control, so every canary has the last rank.
      #expect(exposure.mean <= 0)
      #expect(exposure.extrapolated == nil)
      #expect(tier.auc == 0.5)
    }
  }

  @Test func `with fewer than 100 controls there is no true-positive rate`() throws {
    let report = try Experiment(blocks: 14).score().report
    #expect(report.speeds[0].controls.exact.trials == 98)
    #expect(report.speeds[0].ranking?.truePositiveRate == nil)
  }

  // MARK: - Single canaries

  @Test func `enough canaries that rank above all controls are discoveries`() throws {
    var experiment = Experiment(blocks: 10)
    let trained = experiment.canaries(.trained)
    experiment.leak(trained.prefix(12))
    let (report, rows) = try experiment.score()
    let discoveries = try #require(report.speeds[0].discoveries)
    // 40 tests with p = 1/71 each: 40/71/k <= 0.05 from k = 12.
    #expect(discoveries.topRanksNeeded == 12)
    #expect(discoveries.discoveries == 12)
    let leaked = Set(trained.prefix(12).map(\.probeID))
    for row in rows where row.canary.role == .trained {
      #expect((row.adjustedP! <= 0.05) == leaked.contains(row.canary.probeID))
    }
    experiment = Experiment(blocks: 10)
    experiment.leak(trained.prefix(11))
    #expect(try experiment.score().report.speeds[0].discoveries?.discoveries == 0)
  }

  // MARK: - Epsilon

  /// Ledgers of earlier versions declare ranked guesses only.
  @Test func `correct guesses only reach the ceiling of epsilon`() throws {
    var experiment = Experiment(blocks: 4, coins: 60)
    experiment.ledger.header.primaryAnalysis.epsilonFewestExact = nil
    experiment.leak(experiment.canaries(.trained, 1))
    let bound = try #require(experiment.score().report.speeds[0].privacy?.oneRun)
    #expect(bound.canaries == 60)
    #expect(bound.correct == 40)
    #expect(bound.epsilon == bound.ceiling)
    // log(x / (1 - x)) for x = 0.05^(1/40).
    #expect(abs(bound.ceiling - 2.55401) < 0.00001)
  }

  @Test func `fewer coins than guesses give no bound`() throws {
    #expect(try Experiment(blocks: 4, coins: 30).score().report.speeds[0].privacy?.oneRun == nil)
  }

  // MARK: - Losses

  /// Empty transcripts, and losses that separate trained canaries from controls perfectly.
  private func whiteBoxOnly() -> Experiment {
    var experiment = Experiment(blocks: 8)
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      let base = 20 + Double(index % 5)
      experiment.losses[canary.probeID] = "\(canary.role == .trained ? base - 10 : base)"
      experiment.referenceLosses[canary.probeID] = "\(base)"
    }
    return experiment
  }

  @Test func `losses can separate canaries and do not decide the verdict`() throws {
    let report = try whiteBoxOnly().score().report
    #expect(report.verdict.code == .notDetected)
    let losses = try #require(report.whiteBox?.speeds.first)
    #expect(losses.ranking.auc == 1)
    #expect(losses.pValue <= 0.001)
    #expect(losses.tiers.map(\.auc) == [1, 1])
    #expect(losses.tiers.map(\.canaries) == [16, 16])
    #expect(losses.controlsMean > losses.tiers[0].mean + 9)
  }

  @Test func `a reference model's losses are subtracted`() throws {
    var experiment = whiteBoxOnly()
    #expect(try experiment.score().report.whiteBox?.speeds[0].ranking.shift == 10)
    // With equal losses of the reference model, the trained canaries were only easier.
    experiment.referenceLosses = experiment.losses
    let losses = try #require(experiment.score().report.whiteBox?.speeds.first)
    #expect(losses.ranking.auc == 0.5)
    #expect(losses.pValue == 1)
  }

  @Test func `negative losses are reported as likely log-likelihoods`() throws {
    var experiment = whiteBoxOnly()
    experiment.referenceLosses = [:]
    let warns = {
      try experiment.score().report.limits.contains { $0.contains("negate the values") }
    }
    #expect(try !warns())
    experiment.losses = experiment.losses.mapValues { "-\($0)" }
    #expect(try warns())
  }

  @Test func `extraction by sampling counts the canaries of each group`() throws {
    var experiment = whiteBoxOnly()
    let trained = experiment.canaries(.trained, 2)
    for canary in trained.dropFirst(3) { experiment.losses[canary.probeID] = "20" }
    // e^−1, e^−9 and e^−13: 2, 5,617 and 306,657 samples.
    for (canary, loss) in zip(trained, ["1", "9", "13"]) {
      experiment.losses[canary.probeID] = loss
    }
    let groups = try #require(experiment.score().report.whiteBox?.extraction?.first?.groups)
    #expect(groups.map(\.repetitions) == [0, 2, 4])
    #expect(groups[1].within100 == Proportion(hits: 1, trials: 16))
    #expect(groups[1].within10000 == Proportion(hits: 2, trials: 16))
    #expect(groups[1].within1000000 == Proportion(hits: 3, trials: 16))
    #expect(abs(groups[1].medianBits - 20 / 0.6931471805599453) < 1e-9)
    #expect(groups[0].within1000000.hits == 0)
    // A negative loss is no negative log-likelihood.
    experiment.losses[trained[0].probeID] = "-1"
    let whiteBox = try #require(experiment.score().report.whiteBox)
    #expect(whiteBox.extraction == nil && !whiteBox.speeds.isEmpty)
  }

  /// Such losses are finite, but their sums overflow.
  @Test func `losses above 1e30 are left out`() throws {
    var experiment = whiteBoxOnly()
    for (index, name) in experiment.losses.keys.sorted().enumerated() {
      experiment.losses[name] = index % 2 == 0 ? "1e308" : "-1e308"
    }
    let losses = try #require(experiment.score().report.whiteBox)
    #expect(losses.missing.count == experiment.losses.count && losses.speeds.isEmpty)
  }

  @Test func `a canary without a finite loss is named and left out`() throws {
    var experiment = whiteBoxOnly()
    experiment.losses["p0"] = "inf"
    experiment.losses["p1"] = ""
    experiment.losses["p2"] = nil
    let whiteBox = try #require(experiment.score().report.whiteBox)
    #expect(whiteBox.missing.first == ["p0", "p1", "p2"])
    #expect(whiteBox.speeds[0].tiers[0].canaries == 14)
  }

  @Test func `a loss that is not a number is refused with its line`() throws {
    var experiment = whiteBoxOnly()
    experiment.losses["p0"] = "low"
    let problem = #expect(throws: Problem.self) { try experiment.score() }
    #expect(problem?.line == 1)
    #expect(problem?.description.contains("expected a number, found 'low'") == true)
  }

  @Test func `a reference model's accuracy is subtracted`() throws {
    var experiment = Experiment(blocks: 8)
    experiment.leak(experiment.canaries(.trained))
    experiment.referenceHeard = experiment.heard
    let easy = try #require(experiment.score().report.calibration)
    #expect(easy.pValue == 1)
    #expect(easy.speeds[0].ranking.auc == 0.5)
    for canary in experiment.ledger.canaries { experiment.referenceHeard[canary.probeID] = "" }
    let hard = try #require(experiment.score().report.calibration)
    #expect(hard.pValue <= 0.001)
    #expect(hard.cost.contains("88 canaries"))
  }

  /// The base model recognises every third canary of both roles; the fine-tuned model recognises these
  /// and the trained ones.
  @Test func `a reference model's accuracy makes the comparison sharper`() throws {
    var experiment = Experiment(blocks: 8)
    let known = experiment.ledger.canaries.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
    for canary in experiment.ledger.canaries { experiment.referenceHeard[canary.probeID] = "" }
    for canary in known {
      experiment.referenceHeard[canary.probeID] = canary.text
      experiment.heard[canary.probeID] = canary.text
    }
    let without = try #require(experiment.score().report.calibration?.adjustment)
    // Nothing but the reference model explains the accuracies.
    #expect(without.correlation > 0.99 && abs(without.difference.estimate) < 0.05)
    experiment.leak(experiment.canaries(.trained, 4))
    let calibration = try #require(experiment.score().report.calibration)
    let adjustment = try #require(calibration.adjustment)
    #expect(adjustment.difference.pValue == calibration.pValue)
    #expect(adjustment.difference.standardError < adjustment.accuracy.standardError)
    #expect(adjustment.adjusted.standardError <= adjustment.difference.standardError + 1e-12)
    #expect(adjustment.adjusted.pValue <= adjustment.accuracy.pValue)
    #expect(try #require(adjustment.powerGain) > 1.2)
    // A reference model that hears nothing has nothing to adjust by.
    for canary in known { experiment.referenceHeard[canary.probeID] = "" }
    #expect(try experiment.score().report.calibration?.adjustment == nil)
  }

  // MARK: - Exploratory

  @Test func `the title of an exploratory report begins with that word`() throws {
    var experiment = Experiment()
    experiment.heard["p0"] = nil
    experiment.missing = .skip
    #expect(try experiment.score().report.title.hasPrefix("Exploratory: "))
  }
}
