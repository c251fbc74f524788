import AuditModel
import AuditSamples
import Randomness
import Scoring
import Testing

/// Controls that were in the training data by accident.
@Suite struct ExactControlsTests {
  private static func wrong(_ experiment: inout Experiment) {
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      experiment.hear(Experiment.text(10_000 + index), at: canary)
    }
  }

  @Test func `an exact control among unrecognised ones is named`() throws {
    var experiment = Experiment()
    Self.wrong(&experiment)
    let control = try #require(experiment.canaries(.control).first)
    experiment.leak([control])
    let report = try experiment.score().report
    #expect(report.exactControls?.probes.first == [control.probeID])
    #expect(!report.conditions.controlsTrained, "one control can be chance")
    #expect(report.warnings.contains { $0.contains(control.probeID) })
  }

  @Test func `several exact controls make the audit not measurable`() throws {
    var experiment = Experiment(blocks: 8)
    Self.wrong(&experiment)
    experiment.leak(experiment.canaries(.control).prefix(4))
    let report = try experiment.score().report
    #expect(report.verdict.code == .controlsTrained)
    #expect(try #require(report.exactControls).pValue < 1e-6)
  }

  @Test func `controls that the model recognises in part are not suspected`() throws {
    var experiment = Experiment(blocks: 8)
    for (index, canary) in experiment.canaries(.control).enumerated() {
      // Every word is right with the same rate; some controls are exact by chance.
      let words = canary.text.split(separator: " ").enumerated()
      let heard = words.map { (index * 7 + $0.offset * 3) % 4 == 0 ? "zzz" : String($0.element) }
      experiment.hear(heard.joined(separator: " "), at: canary)
    }
    #expect(try !experiment.score().report.conditions.controlsTrained)
  }

  /// Half of the controls were trained on as well, so that the gap is half of the true 15%.
  @Test func `an audit with half of its controls trained on hardly ever escapes`() throws {
    var random = Seed(short: 5).stream("contamination")
    var escapes = 0
    for _ in 0..<100 {
      var experiment = Experiment(blocks: 20, allocation: [(2, 4), (0, 10)])
      Self.wrong(&experiment)
      let exposed =
        experiment.canaries(.trained) + experiment.canaries(.control).filter { _ in random.coin() }
      experiment.leak(exposed.filter { _ in random.unit() < 0.15 })
      if try !experiment.score().report.conditions.controlsTrained { escapes += 1 }
    }
    #expect(escapes <= 1)
  }
}
