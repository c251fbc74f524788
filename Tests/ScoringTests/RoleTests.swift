import AuditModel
import AuditSamples
import Randomness
import Testing

/// Tracers and natural-speed probes do not affect the primary analysis or the tables.
@Suite struct RoleTests {
  @Test func `tracers do not affect the primary analysis, tiers or controls`() throws {
    let plain = try Experiment().score().report
    var experiment = Experiment(tracers: 6)
    experiment.leak(experiment.canaries(.tracer))
    let report = try experiment.score().report
    #expect(report.primaryAnalysis == plain.primaryAnalysis)
    #expect(report.speeds[0].tiers == plain.speeds[0].tiers)
    #expect(report.speeds[0].controls == plain.speeds[0].controls)
    #expect(report.speeds[0].tracers?.exact.hits == 6)
    #expect(report.verdict.code == .notDetected)
  }

  @Test func `natural-speed probes affect their own result only`() throws {
    let plain = try Experiment().score().report
    var experiment = Experiment(naturalSpeedProbes: true)
    for canary in experiment.ledger.canaries {
      experiment.heard[canary.naturalSpeedID!] = canary.text
    }
    let report = try experiment.score().report
    #expect(report.primaryAnalysis == plain.primaryAnalysis)
    #expect(report.speeds[0].tiers == plain.speeds[0].tiers)
    #expect(report.speeds[0].naturalSpeedProbes?.trained.exact.rate == 1)
    #expect(report.speeds[0].naturalSpeedProbes?.controls.exact.trials == 28)
    #expect(plain.speeds[0].naturalSpeedProbes == nil)
  }

  @Test func `if training evidence is required, its absence is not measurable`() throws {
    let report = try Experiment(trainingEvidence: .required).score().report
    #expect(report.verdict.code == .unproven)
    #expect(!report.trainingEvidence.isProven)
    #expect(report.trainingEvidence.evidence.contains("nothing shows"))
  }

  @Test func `recognised tracers are evidence that training used the canaries`() throws {
    var experiment = Experiment(tracers: 6, trainingEvidence: .required)
    experiment.leak(experiment.canaries(.tracer))
    let report = try experiment.score().report
    #expect(report.verdict.code == .notDetected)
    #expect(report.trainingEvidence.isProven)
    #expect(report.trainingEvidence.tracerPValue == 0.001)
  }

  @Test func `unrecognised tracers are no evidence`() throws {
    let report = try Experiment(tracers: 6, trainingEvidence: .required).score().report
    #expect(report.verdict.code == .unproven)
    #expect(report.trainingEvidence.tracerPValue == 1)
  }

  @Test func `unrecognised tracers keep an audit from passing even if use is assumed`() throws {
    let report = try Experiment(tracers: 6).score().report
    #expect(report.verdict.code == .unproven)
    #expect(report.conditions.hasObstacle)
  }

  @Test func `a detection is evidence that training used the canaries`() throws {
    var experiment = Experiment(trainingEvidence: .required)
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.trainingEvidence.isProven)
  }

  @Test func `assumed training evidence is stated if nothing was detected`() throws {
    let report = try Experiment().score().report
    #expect(report.limits.contains { $0.contains("is assumed") })
    var proven = Experiment(tracers: 6)
    proven.leak(proven.canaries(.tracer))
    #expect(try !proven.score().report.limits.contains { $0.contains("is assumed") })
  }

  @Test func `one recognised tracer is no proof`() throws {
    var experiment = Experiment(blocks: 8, tracers: 3, trainingEvidence: .required)
    let tracers = experiment.canaries(.tracer)
    experiment.leak(tracers.prefix(1))
    #expect(try !experiment.score().report.trainingEvidence.isProven)
    experiment.leak(tracers)
    #expect(try experiment.score().report.trainingEvidence.isProven)
  }

  @Test func `a tracer that ranks high by chance beside a recognised one is no proof`() throws {
    var experiment = Experiment(blocks: 8, tracers: 3, trainingEvidence: .required)
    let tracers = experiment.canaries(.tracer)
    experiment.leak(tracers.prefix(1))
    experiment.leakPartly(tracers.dropFirst().prefix(1))
    let report = try experiment.score().report
    // The second tracer ranks before 56 controls: p = 2/58 for the two tracers without the first.
    #expect(abs(report.trainingEvidence.tracerPValue! - 2.0 / 58) < 0.02)
    #expect(!report.trainingEvidence.isProven)
    experiment.leakPartly(tracers.dropFirst())
    #expect(try experiment.score().report.trainingEvidence.isProven)
  }

  @Test func `the p-value of tracers is the largest after one of them was left out`() throws {
    var experiment = Experiment(blocks: 8, tracers: 4, trainingEvidence: .required)
    for (place, canary) in (experiment.canaries(.control) + experiment.canaries(.tracer))
      .enumerated()
    {
      let words = canary.text.split(separator: " ")
      experiment.hear(words.prefix(place * 7 % 5).joined(separator: " "), at: canary)
    }
    let all = try #require(try experiment.score().report.trainingEvidence.tracerPValue)
    let without = try experiment.canaries(.tracer).map { tracer in
      var fewer = experiment
      fewer.ledger.canaries.removeAll { $0.probeID == tracer.probeID }
      fewer.heard[tracer.probeID] = nil
      return try fewer.plainTracerPValue()
    }
    #expect(abs(all - without.max()!) < 0.05, "\(all) \(without)")
    #expect(without.max()! - without.min()! > 0.05)
  }

  @Test func `a single tracer is no proof`() throws {
    var experiment = Experiment(blocks: 8, tracers: 1, trainingEvidence: .required)
    experiment.leak(experiment.canaries(.tracer))
    let report = try experiment.score().report
    #expect(report.trainingEvidence.tracerPValue == 1)
    #expect(report.verdict.code == .unproven)
  }
}

extension Experiment {
  /// The share of 20,000 random choices among controls and tracers whose summed accuracy reaches that
  /// of the tracers; all canaries have one voice and one speed.
  fileprivate func plainTracerPValue() throws -> Double {
    let rows = try score().rows.filter { [.control, .tracer].contains($0.canary.role) }
    let accuracies = rows.map { $0.score!.characterAccuracy }
    let tracers = rows.indices.filter { rows[$0].canary.role == .tracer }
    let observed = tracers.reduce(0) { $0 + accuracies[$1] }
    var random = Seed(short: 5).stream("plain")
    var reached = 0
    for _ in 0..<20_000 {
      var left = accuracies
      let sum = tracers.reduce(0) { sum, _ in
        sum + left.remove(at: Int(random.next() % UInt64(left.count)))
      }
      if sum >= observed - 1e-9 { reached += 1 }
    }
    return Double(reached) / 20_000
  }
}
