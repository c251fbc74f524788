import AuditModel
import Testing

/// What is not a trained canary or its control stays out of the figures that decide.
@Suite struct RoleTests {
  @Test func `tracers enter no primaryAnalysis, no tier and no control pool`() throws {
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

  @Test func `naturalSpeedProbes enter nothing but their own line`() throws {
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

  @Test func `where proof is demanded, silence proves nothing`() throws {
    let report = try Experiment(trainingEvidence: .required).score().report
    #expect(report.verdict.code == .unproven)
    #expect(!report.trainingEvidence.isProven)
    #expect(report.trainingEvidence.evidence.contains("nothing shows"))
  }

  @Test func `recognised tracers prove that training used the canaries`() throws {
    var experiment = Experiment(tracers: 6, trainingEvidence: .required)
    experiment.leak(experiment.canaries(.tracer))
    let report = try experiment.score().report
    #expect(report.verdict.code == .notDetected)
    #expect(report.trainingEvidence.isProven)
    #expect(report.trainingEvidence.tracerPValue == 0.001)
  }

  @Test func `tracers that nobody recognises prove nothing`() throws {
    let report = try Experiment(tracers: 6, trainingEvidence: .required).score().report
    #expect(report.verdict.code == .unproven)
    #expect(report.trainingEvidence.tracerPValue == 1)
  }

  @Test func `a detection is proof`() throws {
    var experiment = Experiment(trainingEvidence: .required)
    experiment.leak(experiment.canaries(.trained))
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim)
    #expect(report.trainingEvidence.isProven)
  }

  @Test func `an assumption is named where nothing was found`() throws {
    let report = try Experiment().score().report
    #expect(report.limits.contains { $0.contains("is assumed") })
    var proven = Experiment(tracers: 6)
    proven.leak(proven.canaries(.tracer))
    #expect(try !proven.score().report.limits.contains { $0.contains("is assumed") })
  }
}
