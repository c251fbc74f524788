import AuditSamples
import Scoring
import Testing

@Suite struct FigureStatusTests {
  private func figures(
    _ report: Report, _ status: Report.FigureStatus.Status
  ) -> [String] {
    (report.figures ?? []).filter { $0.status == status }.map(\.figure)
  }

  @Test func `only the primary analysis is declared`() throws {
    let report = try Experiment(blocks: 4, coins: 60, tracers: 2, naturalSpeedProbes: true).score()
      .report
    #expect(
      figures(report, .declared) == ["primary_analysis.verbatim", "primary_analysis.partial"])
    let exploratory = figures(report, .exploratory)
    for figure in [
      "trend", "speeds.tiers.fisher", "speeds.privacy.one_run", "speeds.privacy.gaussian",
      "training_evidence.tracer_p_value", "speeds.natural_speed_probes",
    ] {
      #expect(exploratory.contains(figure), "\(figure)")
    }
    #expect(!exploratory.contains("white_box"))
    #expect(Set(exploratory).count == exploratory.count)
  }

  @Test func `a report without all probes declares nothing`() throws {
    var experiment = Experiment()
    experiment.missing = .skip
    experiment.heard[experiment.ledger.canaries[0].probeID] = nil
    let report = try experiment.score().report
    #expect(figures(report, .declared).isEmpty)
    #expect(figures(report, .exploratory).contains("primary_analysis.verbatim"))
    try report.checkConsistency()
  }

  @Test func `a report that declares another figure contradicts itself`() throws {
    var report = try Experiment().score().report
    let trend = try #require(report.figures?.firstIndex { $0.figure == "trend" })
    report.figures![trend].status = .declared
    #expect(throws: (any Error).self) { try report.checkConsistency() }
    report = try Experiment().score().report
    report.exploratory = ["probes without a transcript were left out"]
    #expect(throws: (any Error).self) { try report.checkConsistency() }
  }

  @Test func `a report without measurements has no figures`() throws {
    var experiment = Experiment()
    experiment.commitment = .differs
    #expect(try experiment.score().report.figures == [])
  }
}
