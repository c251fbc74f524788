import AuditModel
import AuditSamples
import Scoring
import Statistics
import Testing

/// Canaries against the same words in another order.
@Suite struct AttributionTests {
  private static func experiment(
    missing: MissingPolicy = .error, naturalSpeedProbes: Bool = false
  ) -> Experiment {
    var experiment = Experiment(
      blocks: 8, allocation: [(2, 2), (4, 2), (0, 4)], coins: 20,
      naturalSpeedProbes: naturalSpeedProbes, recombinedControls: true)
    experiment.missing = missing
    return experiment
  }

  @Test func `a model that writes out trained canaries only has memorised utterances`() throws {
    var experiment = Self.experiment()
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    let attribution = try #require(report.attribution)
    #expect(attribution.conclusion == .utterances)
    #expect(attribution.utterances.pValue < 0.01 && attribution.words.pValue == 1)
    #expect(report.verdict.code == .detectedVerbatim)
  }

  @Test func `a model that writes out both orders of trained canaries has learnt words`() throws {
    var experiment = Self.experiment()
    for canary in experiment.canaries(.trained) {
      experiment.leak([canary, experiment.recombination(of: canary)])
    }
    let report = try experiment.score().report
    let attribution = try #require(report.attribution)
    #expect(attribution.conclusion == .words)
    #expect(attribution.utterances.pValue == 1 && attribution.words.pValue < 0.01)
    // The primary analysis alone would call this memorization.
    #expect(report.verdict.code == .detectedVerbatim)
  }

  @Test func `a model that also knows half of the words has learnt both`() throws {
    var experiment = Self.experiment()
    for (place, canary) in experiment.canaries(.trained).enumerated() {
      experiment.leak([canary])
      if place % 2 == 0 { experiment.leak([experiment.recombination(of: canary)]) }
    }
    #expect(try experiment.score().report.attribution?.conclusion == .utterancesAndWords)
  }

  @Test(arguments: [false, true])
  func `a model that knows nothing or everything shows neither`(knowsAll: Bool) throws {
    var experiment = Self.experiment()
    if knowsAll { experiment.leak(experiment.ledger.probes) }
    let attribution = try #require(experiment.score().report.attribution)
    #expect(attribution.conclusion == .neither)
    #expect(attribution.utterances.pValue == 1 && attribution.words.pValue == 1)
  }

  // MARK: - The arm changes nothing else

  @Test func `all other results are those of the ledger without the arm`() throws {
    var with = Self.experiment(naturalSpeedProbes: true)
    with.leak(with.canaries(.trained, 4))
    with.leak(with.ledger.recombinedControls)
    var without = with
    without.ledger.recombinedControls = []
    without.ledger.header.design.recombinedControls = false
    let ids = Set(without.ledger.probes.flatMap { [$0.probeID, $0.naturalSpeedID!] })
    without.heard = with.heard.filter { ids.contains($0.key) || $0.key.hasPrefix("a") }
    let (a, b) = (try with.score(), try without.score())
    #expect(a.report.primaryAnalysis == b.report.primaryAnalysis)
    #expect(a.report.speeds == b.report.speeds)
    #expect(a.report.trend == b.report.trend)
    // Recognised recombinations of controls are reported as controls that may have been trained on.
    var conditions = a.report.conditions
    #expect(conditions.controlsTrained)
    conditions.controlsTrained = false
    #expect(conditions == b.report.conditions)
    #expect(a.report.trainingEvidence == b.report.trainingEvidence)
    #expect(Array(a.rows.prefix(b.rows.count)) == b.rows)
    #expect(b.report.attribution == nil && a.report.attribution != nil)
  }

  @Test func `rows of recombined controls follow those of the canaries`() throws {
    let experiment = Self.experiment()
    let rows = try experiment.score().rows
    #expect(rows.map(\.canary) == experiment.ledger.probes)
    #expect(rows.map { $0.score?.index } == Array(rows.indices))
    #expect(rows.suffix(1).allSatisfy { $0.exposure == nil && $0.adjustedP == nil })
  }

  // MARK: - Missing and empty transcripts

  @Test func `a missing recombined control is a missing transcript`() throws {
    var experiment = Self.experiment()
    let id = experiment.ledger.recombinedControls[3].probeID
    experiment.heard[id] = nil
    let report = try experiment.score().report
    #expect(report.verdict.code == .missingTranscripts && report.attribution == nil)
    #expect(report.transcripts.missing.first == [id])
    let count = experiment.ledger.probes.count
    #expect(report.transcripts.empty.count == count - 1)
  }

  @Test func `a pair without one of its transcripts is left out of the pairs`() throws {
    var experiment = Self.experiment(missing: .skip)
    experiment.leak(experiment.canaries(.trained))
    let trained = experiment.canaries(.trained, 4)
    experiment.heard[trained[0].probeID] = nil
    experiment.heard[experiment.recombination(of: trained[1]).probeID] = nil
    let groups = try #require(experiment.score().report.attribution).speeds[0].groups
    #expect(groups.map(\.repetitions) == [0, 1, 2, 4])
    let tier = groups[3]
    #expect(tier.canaries.exact == Proportion(hits: 14, trials: 14))
    #expect(tier.recombined.exact == Proportion(hits: 0, trials: 14))
  }

  // MARK: - Tables

  @Test func `the table counts pairs, and transcripts that are the text of the canary`() throws {
    var experiment = Self.experiment()
    let trained = experiment.canaries(.trained, 4)
    experiment.leak(trained.prefix(10))
    experiment.leak(trained.prefix(4).map { experiment.recombination(of: $0) })
    for canary in trained.suffix(3) {
      experiment.hear(canary.text, at: experiment.recombination(of: canary))
    }
    let groups = try #require(experiment.score().report.attribution).speeds[0].groups
    let tier = groups[3]
    #expect(tier.transcribedAsCanary == 3 && groups[0].transcribedAsCanary == 0)
    #expect(tier.exactGap.estimate == 6.0 / 16)
    let pairs = PairedProportions(both: 4, firstOnly: 6, secondOnly: 0, neither: 6)
    #expect(tier.exactGap.interval == pairs.interval(confidence: 0.95))
    // Sixteen pairs are too few for an interval of the mean, 42 are enough.
    #expect(tier.characterGap! > 0 && tier.characterGapInterval == nil)
    let controls = groups[0]
    #expect(controls.canaries.exact.trials == 42 && controls.characterGap == 0)
    #expect(controls.characterGapInterval == Interval(lower: 0, upper: 0, confidence: 0.95))
  }

  // MARK: - The tests against slow ones

  /// The p-value of the test of utterances is the share of all ways to exchange labels within pairs
  /// whose statistic is at least the observed one.
  @Test func `the test of utterances equals an enumeration of all exchanges`() throws {
    var experiment = Experiment(
      blocks: 2, allocation: [(2, 2), (4, 2), (0, 4)], recombinedControls: true)
    let trained = experiment.canaries(.trained)
    experiment.leak(trained.prefix(5))
    experiment.leakPartly(trained.suffix(3))
    experiment.leak([experiment.recombination(of: trained[1])])
    experiment.leakPartly([experiment.recombination(of: trained[3])])
    let (report, rows) = try experiment.score()
    let test = try #require(report.attribution).utterances
    func score(_ canary: Canary) -> CanaryScore {
      rows.first { $0.canary.probeID == canary.probeID }!.score!
    }
    let pairs = trained.map { canary in
      (canary.repetitions, score(canary), score(experiment.recombination(of: canary)))
    }
    for (result, statistic) in [
      (test.verbatim, { (r: Int, s: CanaryScore) in s.isExact ? (r == 2 ? 2.0 : 3.0) : 0 }),
      (test.partial, { (r: Int, s: CanaryScore) in Double(r) * s.characterAccuracy }),
    ] {
      let observed = pairs.reduce(0) { $0 + statistic($1.0, $1.1) }
      var reached = 0
      for exchange in 0..<(1 << pairs.count) {
        let sum = pairs.enumerated().reduce(0) { sum, entry in
          let (r, own, other) = entry.element
          return sum + statistic(r, exchange >> entry.offset & 1 == 0 ? own : other)
        }
        if sum >= observed - 1e-9 { reached += 1 }
      }
      #expect(result.isExact == true)
      #expect(abs(result.pValue - Double(reached) / Double(1 << pairs.count)) < 1e-12)
      #expect(abs(result.observed - observed) < 1e-9)
    }
    #expect(abs(test.smallestAttainable - 1.0 / 256) < 1e-12)
  }
}
