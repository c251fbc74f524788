import AuditModel
import AuditSamples
import Integrity
import Randomness
import Scoring
import Testing

/// Evidence of what training used, in the verdict.
@Suite struct ConsumptionInScoringTests {
  /// Evidence that training used the given copies of each canary.
  private func evidence(
    _ ledger: Ledger, leaked: [Canary] = [], dropped: Set<String> = [],
    copies: (Canary) -> Int = \.repetitions
  ) -> ConsumptionEvidence {
    ConsumptionEvidence(
      tool: "test", root: Digest(of: [1]),
      sources: [.init(file: "train.json", kind: "training set", lines: 9, matches: 9)],
      canaries: ledger.canaries.filter { $0.repetitions > 0 }.map { canary in
        .init(
          probe: canary.probeID, repetitions: canary.repetitions,
          level: copies(canary) > 0 ? .inTrainingSet : .planted, copies: copies(canary),
          excluded: 0, presentations: nil,
          prediction: dropped.contains(canary.probeID) ? .dropped : nil)
      },
      leakedControls: leaked.map {
        .init(probe: $0.probeID, file: "train.json", line: 3, trace: .text)
      })
  }

  private func experiment(
    tracers: Int = 0, _ stance: PrimaryAnalysis.TrainingEvidence = .required
  ) -> Experiment {
    Experiment(blocks: 8, tracers: tracers, trainingEvidence: stance)
  }

  @Test func `complete evidence proves consumption, and its absence does not`() throws {
    var experiment = experiment()
    #expect(try experiment.score().report.verdict.code == .unproven)
    experiment.evidence = evidence(experiment.ledger)
    let report = try experiment.score().report
    #expect(report.verdict.code == .notDetected && report.trainingEvidence.isProven)
    #expect(report.trainingEvidence.evidence.contains("95%"))
    #expect(report.consumption?.tiers.map(\.share) == [1, 1])
  }

  @Test
  func `a tier that training did not use makes the audit not measurable, whatever is assumed`()
    throws
  {
    var experiment = experiment(.assumed)
    #expect(try experiment.score().report.verdict.code == .notDetected)
    experiment.evidence = evidence(experiment.ledger) { $0.repetitions == 4 ? 0 : $0.repetitions }
    let report = try experiment.score().report
    #expect(report.verdict.code == .unproven && !report.trainingEvidence.isProven)
    #expect(report.warnings.contains { $0.contains("0% of the copies with 4 repetitions") })
    #expect(report.assumingTraining(true).verdict.code == .unproven)
  }

  @Test func `canaries that the recipe drops although it reads them do not count as used`() throws {
    var experiment = experiment(.assumed)
    experiment.evidence = evidence(
      experiment.ledger, dropped: Set(experiment.canaries(.trained, 2).map(\.probeID)))
    #expect(try experiment.score().report.verdict.code == .unproven)
  }

  @Test func `a few missing copies are within the tolerance`() throws {
    var experiment = Experiment(blocks: 30, trainingEvidence: .required)
    let first = experiment.canaries(.trained, 4)[0].probeID
    func report(copies: Int) throws -> Report {
      experiment.evidence = evidence(experiment.ledger) {
        $0.probeID == first ? copies : $0.repetitions
      }
      return try experiment.score().report
    }
    #expect(try report(copies: 3).verdict.code == .notDetected)
    // A canary that training is not known to have used cannot count as not memorised.
    let without = try report(copies: 0)
    #expect(without.verdict.code == .unproven && without.consumption?.unused?.count == 1)
    #expect(without.warnings.contains { $0.contains("any copy of 1 canary: \(first)") })
  }

  @Test func `tracers that are not learnt overrule complete evidence, with the likely reason`()
    throws
  {
    var experiment = experiment(tracers: 4)
    experiment.evidence = evidence(experiment.ledger)
    let report = try experiment.score().report
    #expect(report.verdict.code == .unproven)
    #expect(report.trainingEvidence.evidence.contains("although training used them"))
  }

  @Test func `a control in what training used is named and makes the audit not measurable`() throws
  {
    var experiment = experiment(.assumed)
    let control = experiment.canaries(.control)[2]
    experiment.evidence = evidence(experiment.ledger, leaked: [control, control])
    let report = try experiment.score().report
    #expect(report.verdict.code == .controlsTrained)
    #expect(report.consumption?.leakedControls.first == [control.probeID])
    #expect(report.warnings.contains { $0.contains("1 control is in what training used") })
  }

  @Test func `a detection stands, with the missing tiers as an obstacle to a pass`() throws {
    var experiment = experiment(.assumed)
    experiment.leak(experiment.canaries(.trained))
    experiment.evidence = evidence(experiment.ledger) { $0.repetitions == 4 ? 0 : $0.repetitions }
    let report = try experiment.score().report
    #expect(report.verdict.code == .detectedVerbatim && report.conditions.hasObstacle)
  }
}

/// Properties of canaries that separate the roles without a model.
@Suite struct BlindBaselineTests {
  /// Canaries whose ids, lengths and voices have nothing to do with their roles.
  private func experiment() -> Experiment {
    var experiment = Experiment(blocks: 20)
    experiment.ledger.header.primaryAnalysis.permutations = 9_999
    for index in experiment.ledger.canaries.indices {
      let digest = Digest(of: [UInt8(index & 255), UInt8(index >> 8)]).hex
      let old = experiment.ledger.canaries[index].probeID
      experiment.ledger.canaries[index].probeID = String(digest.prefix(20))
      experiment.heard[String(digest.prefix(20))] = experiment.heard.removeValue(forKey: old)
      experiment.ledger.canaries[index].frames = 16_000 + Int(digest.utf8.first!) * 10
      experiment.loudness[String(digest.prefix(20))] = Double(digest.utf8.last!)
    }
    return experiment
  }

  private func features(_ change: (inout Experiment, Int, Canary) -> Void) throws -> [String] {
    var experiment = experiment()
    for (index, canary) in experiment.ledger.canaries.enumerated() {
      change(&experiment, index, canary)
    }
    let report = try experiment.score().report
    let features = report.blindBaseline?.separating ?? []
    let isNamed = report.warnings.contains { $0.contains("The assignment of roles is broken") }
    #expect(isNamed == !features.isEmpty)
    return features.map(\.name)
  }

  @Test func `a random assignment has no separating feature`() throws {
    #expect(try features { _, _, _ in }.isEmpty)
  }

  @Test func `a separating duration is found, in either direction`() throws {
    #expect(
      try features { experiment, index, canary in
        if canary.role == .trained { experiment.ledger.canaries[index].frames += 2_000 }
      } == ["duration"])
    #expect(
      try features { experiment, index, canary in
        if canary.role == .trained { experiment.ledger.canaries[index].frames -= 2_000 }
      } == ["duration"])
  }

  @Test func `a separating word count is found`() throws {
    #expect(
      try features { experiment, index, canary in
        if canary.role == .control { experiment.ledger.canaries[index].text += " more" }
      } == ["word count"])
  }

  @Test func `a separating voice is found`() throws {
    #expect(
      try features { experiment, index, canary in
        experiment.ledger.canaries[index].voice =
          canary.role == .trained || index % 5 == 0 ? "a" : "b"
      } == ["voice"])
  }

  @Test func `a separating loudness is found`() throws {
    #expect(
      try features { experiment, _, canary in
        if canary.role == .trained { experiment.loudness[canary.probeID]! *= 2 }
      } == ["loudness"])
  }

  /// Sounds of 40 bands that have a level of their own each, and a shift.
  private func sounds(
    _ experiment: Experiment, _ shift: (Canary) -> Double
  ) -> [String: [Double]] {
    var random = Seed(short: 5).stream("sounds")
    return Dictionary(
      uniqueKeysWithValues: experiment.ledger.canaries.map { canary in
        let level = random.unit()
        return (
          canary.probeID, (0..<40).map { _ in level + 3 * random.unit() + shift(canary) }
        )
      })
  }

  @Test func `sounds that differ are found, and all features are listed`() throws {
    var experiment = experiment()
    experiment.sounds = sounds(experiment) { _ in 0 }
    let alike = try #require(try experiment.score().report.blindBaseline)
    #expect(alike.separating.isEmpty)
    #expect(
      alike.features.map(\.name)
        == ["duration", "word count", "position", "loudness", "nearest sound", "sound classifier"]
        .filter { name in alike.features.contains { $0.name == name } })
    #expect(alike.features.map(\.name).suffix(2) == ["nearest sound", "sound classifier"])
    #expect(alike.sounds?.trained == experiment.canaries(.trained).count)
    // A codec that attenuates every other band of trained canaries.
    experiment.sounds = sounds(experiment) { $0.role == .trained ? 0.7 : 0 }
    let report = try experiment.score().report
    #expect(report.blindBaseline?.separating.map(\.name).contains("sound classifier") == true)
    #expect(report.warnings.contains { $0.contains("sound classifier (AUC") })
  }

  @Test func `without sounds, none is compared`() throws {
    let baseline = try #require(try experiment().score().report.blindBaseline)
    #expect(baseline.sounds == nil && !baseline.features.contains { $0.name.contains("sound") })
  }

  @Test func `a separating position is found`() throws {
    #expect(
      try features { experiment, index, canary in
        guard canary.role == .trained else { return }
        let id = "0" + canary.probeID.dropFirst()
        experiment.ledger.canaries[index].probeID = id
        experiment.heard[id] = experiment.heard.removeValue(forKey: canary.probeID)
        experiment.loudness[id] = experiment.loudness.removeValue(forKey: canary.probeID)
      } == ["position"])
  }
}
