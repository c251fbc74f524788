import AuditModel
import AuditSamples
import Files
import Integrity
import Scoring
import Statistics
import TestSupport
import Testing
import Transcripts

/// Trained canaries against controls in further probes.
@Suite struct FurtherProbesTests {
  private static let same = ProbeKind(.same, "unchanged")
  private static let noise = ProbeKind(.noise, "10 dB")
  private static let masked = ProbeKind(.masked, "last word, noise")
  private static let zeros = ProbeKind(.silence, "zeros")

  /// An experiment whose further probes have empty transcripts for canaries and correct ones for check
  /// utterances.
  private func experiment(
    _ kinds: [ProbeKind], missing: MissingPolicy = .error, declared: [ProbeFamily]? = nil
  ) -> Experiment {
    var experiment = Experiment(
      blocks: 8, allocation: [(2, 2), (4, 2), (0, 4)], coins: 20, tracers: 2)
    experiment.missing = missing
    experiment.ledger.header.probeFamilies = declared
    var probes: [FurtherProbe] = []
    for kind in kinds {
      if kind.family == .silence {
        probes += (0..<4).map { FurtherProbe(id: id(kind, "\($0)"), kind: kind, source: nil) }
        continue
      }
      for canary in experiment.ledger.canaries {
        probes.append(
          FurtherProbe(
            id: id(kind, canary.probeID), kind: kind, source: canary.probeID,
            hidden: kind.family == .masked ? [4] : nil))
      }
      guard kind.family != .masked else { continue }
      for utterance in experiment.ledger.checkUtterances {
        let probe = FurtherProbe(
          id: id(kind, utterance.probeID), kind: kind, source: utterance.probeID)
        probes.append(probe)
        experiment.probesHeard[probe.id] = utterance.text
      }
    }
    experiment.probes = FurtherProbes(
      tool: "test", root: Digest(of: []), kinds: kinds, probes: probes)
    for probe in probes where experiment.probesHeard[probe.id] == nil {
      experiment.probesHeard[probe.id] = ""
    }
    return experiment
  }

  private func id(_ kind: ProbeKind, _ source: String) -> String {
    let name = kind.name.filter { $0.isLetter || $0.isNumber }
    return "\(name)-\(source)"
  }

  private func result(_ experiment: Experiment) throws -> Report.ProbesResult {
    try #require(try experiment.score().report.furtherProbes)
  }

  private func hear(
    _ experiment: inout Experiment, _ kind: ProbeKind, _ canaries: [Canary],
    _ text: (Canary) -> String
  ) {
    for canary in canaries { experiment.probesHeard[id(kind, canary.probeID)] = text(canary) }
  }

  @Test func `a kind that only trained canaries answer is significant, and another one is not`()
    throws
  {
    var experiment = experiment([Self.same, Self.noise])
    hear(&experiment, Self.same, experiment.canaries(.trained)) { $0.text }
    let probes = try result(experiment)
    #expect(probes.kinds.map(\.kind) == [Self.same, Self.noise])
    let (same, noise) = (probes.kinds[0], probes.kinds[1])
    #expect(try #require(same.test).adjustedP < 0.01)
    #expect(try #require(noise.test).adjustedP == 1)
    #expect(!same.isDeclared && probes.declaredFamilies == nil)
    #expect(same.tiers.map(\.repetitions) == [1, 2, 4])
    #expect(same.tiers.allSatisfy { $0.exactGap.estimate == 1 && $0.characterGap == 1 })
    #expect(same.tiers[1].trained.exact == Proportion(hits: 16, trials: 16))
    // Tracers take no part.
    #expect(same.controls.exact == Proportion(hits: 0, trials: 42))
    #expect(same.checkUtterances?.rate == 0)
    // The probe set has empty transcripts for all canaries; 42 trained ones have others now.
    #expect(same.changedTranscripts == Proportion(hits: 42, trials: 86))
    #expect(noise.changedTranscripts == nil && probes.silence == nil)
  }

  @Test func `the verdict and all other results are those without further probes`() throws {
    var experiment = experiment([Self.same])
    hear(&experiment, Self.same, experiment.canaries(.trained)) { $0.text }
    var report = try experiment.score().report
    experiment.probes = nil
    let without = try experiment.score().report
    #expect(report.furtherProbes != nil)
    report.furtherProbes = nil
    report.figures = report.figures?.filter { $0.figure != "further_probes" }
    report.transcripts.decision = without.transcripts.decision
    #expect(report == without)
  }

  @Test func `an exploratory kind does not change the p-value of a declared one`() throws {
    func p(_ kinds: [ProbeKind]) throws -> [Double] {
      var experiment = experiment(kinds, declared: [.same])
      for kind in kinds {
        // A weak effect: some trained canaries and some controls.
        let trained = experiment.canaries(.trained)
        hear(&experiment, kind, Array(trained.prefix(9))) { $0.text }
        hear(&experiment, kind, Array(experiment.canaries(.control).prefix(4))) { $0.text }
      }
      let probes = try result(experiment)
      #expect(probes.kinds.map(\.isDeclared) == kinds.map { $0.family == .same })
      return probes.kinds.map { $0.test!.adjustedP }
    }
    let alone = try p([Self.same])
    #expect(try p([Self.same, Self.noise])[0] == alone[0])
    #expect(alone[0] > 0.001 && alone[0] < 1)
  }

  @Test func `hidden words, words of another canary and neither are told apart`() throws {
    var experiment = experiment([Self.masked])
    let others = experiment.canaries(.control)
    func visible(_ canary: Canary) -> String {
      canary.text.split(separator: " ").dropLast().joined(separator: " ")
    }
    hear(&experiment, Self.masked, experiment.canaries(.trained, 4)) { $0.text }
    hear(&experiment, Self.masked, experiment.canaries(.trained, 2)) { canary in
      let other = others.first {
        $0.text.split(separator: " ").last != canary.text.split(separator: " ").last
      }!
      return visible(canary) + " " + other.text.split(separator: " ").last!
    }
    hear(&experiment, Self.masked, experiment.canaries(.trained, 1)) { visible($0) }
    let kind = try result(experiment).kinds[0]
    let groups = try #require(kind.masked)
    #expect(groups.map(\.repetitions) == [0, 1, 2, 4])
    #expect(groups[0].unanswered == groups[0].probes && groups[0].precision == nil)
    #expect(groups[1].neither == 10 && groups[1].precision == 0)
    #expect(groups[2].otherCanary == 16)
    #expect(groups[3].hiddenWords == 16 && groups[3].precision == 1)
    #expect(try #require(kind.test).adjustedP < 0.01)
    #expect(kind.checkUtterances == nil)
  }

  @Test func `a kind without any transcript is named and left out`() throws {
    var experiment = experiment([Self.same, Self.noise, Self.zeros])
    experiment.probesHeard = experiment.probesHeard.filter { !$0.key.hasPrefix("noise") }
    let probes = try result(experiment)
    #expect(probes.kinds.map(\.kind) == [Self.same] && probes.unanswered == [Self.noise])
    #expect(probes.missing.count == 0)
    #expect(probes.silence?.sounds.map(\.nonEmpty) == [Proportion(hits: 0, trials: 4)])
  }

  @Test func `a kind with some transcripts is refused, unless the request says what is missing`()
    throws
  {
    for policy in MissingPolicy.allCases {
      var experiment = experiment([Self.same, Self.noise], missing: policy)
      experiment.probesHeard[id(Self.noise, "p3")] = nil
      if policy == .error {
        let error = #expect(throws: Problem.self) { try experiment.score() }
        #expect(error?.message.contains("1 further probes have no transcript") ?? false)
        continue
      }
      let kind = try result(experiment).kinds[1]
      let trials =
        kind.controls.exact.trials + kind.tiers.reduce(0) { $0 + $1.trained.exact.trials }
      #expect(trials == (policy == .skip ? 83 : 84))
      #expect(try result(experiment).missing.first == [id(Self.noise, "p3")])
    }
  }

  @Test func `transcripts of other sounds are refused`() throws {
    var experiment = experiment([Self.same])
    experiment.probesHeard = ["other1": "a", "other2": "b"]
    let error = #expect(throws: Problem.self) { try experiment.score() }
    #expect(error?.message.contains("no row belongs to these probes") ?? false)
  }

  @Test func `transcripts of silence are searched for words of canaries`() throws {
    var experiment = experiment([Self.zeros, Self.same])
    let trained = experiment.canaries(.trained)[0].text.split(separator: " ")
    experiment.probesHeard[id(Self.zeros, "0")] = trained.prefix(3).joined(separator: " ")
    experiment.probesHeard[id(Self.zeros, "1")] = "thank you"
    let silence = try #require(try result(experiment).silence)
    #expect(silence.sounds.map(\.nonEmpty) == [Proportion(hits: 2, trials: 4)])
    #expect(silence.withTrainedCanary == 1 && silence.withControl == 0)
    #expect(silence.sequences == nil)
  }
}
