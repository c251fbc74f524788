import AuditModel
import AuditSamples
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
    var experiment = Experiment(blocks: 8, tracers: 2, trainingEvidence: .required)
    let tracers = experiment.canaries(.tracer)
    experiment.leak(tracers.prefix(1))
    #expect(try !experiment.score().report.trainingEvidence.isProven)
    experiment.leak(tracers)
    #expect(try experiment.score().report.trainingEvidence.isProven)
  }
}
