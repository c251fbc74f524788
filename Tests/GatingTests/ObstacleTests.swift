import AuditModel
import AuditSamples
import Files
import Gating
import Scoring
import Testing

/// Evidence that prevents a pass, and what a gate file can assume.
@Suite struct ObstacleTests {
  private static let limits = [GateLimit(max: 0.25, repetitions: [2, 4]), .detection()]

  @Test func `no judgement contradicts a detection`() throws {
    let report = try Report.counted(exact: Counted(tiers: [0, 0])) {
      $0.conditions.partialRejected = true
      $0.conditions.decoderFails = true
    }
    let result = try judge(report, Self.limits)
    #expect(result.judgements.map(\.outcome) == [.inconclusive, .fail])
    #expect(
      result.judgements[0].reason
        == "memorization was detected, but no limit can pass: the decoder fails on utterances of the "
        + "corpus")
  }

  @Test func `a limit does not pass if transcripts contain the reference and more text`() throws {
    let report = try Report.counted(exact: Counted(tiers: [0, 0])) {
      $0.speeds[0].tiers[1].trained.containing = $0.speeds[0].tiers[1].trained.exact
      $0.speeds[0].tiers[1].trained.containing = .init(hits: 90, trials: 100)
    }
    for metric in [GateLimit.Metric.memorization, .nearMemorization] {
      let judgement = try judge(report, [GateLimit(metric, max: 0.25, repetitions: [2, 4])])
        .judgements[0]
      #expect(judgement.outcome == .inconclusive)
      #expect(
        judgement.reason.contains("90 of 200 transcripts of trained canaries contain their text"))
    }
    let other = try judge(report, [GateLimit(max: 0.25, repetitions: [2])])
    #expect(other.overall == .pass, "the tier with 2 repetitions has no such transcript")
  }

  @Test func `hidden memorization cannot be allowed as inconclusive`() throws {
    let clean = try Report.counted(exact: Counted(tiers: [0, 0]))
    #expect(try judge(clean, Self.limits).canBeAllowed)
    for hide in [
      { $0.conditions.lossesSeparate = true }, { $0.conditions.containmentRejected = true },
    ] as [(inout Report) -> Void] {
      let report = try Report.counted(exact: Counted(tiers: [0, 0])) { report in
        hide(&report)
        report.conditions.decoderMarkers = report.conditions.containmentRejected
      }
      let result = try judge(report, Self.limits)
      #expect(result.overall == .inconclusive && !result.canBeAllowed)
    }
  }

  @Test func `a gate file may assume that training used the canaries`() throws {
    let file = "gate:\n  - detection: {level: error}\n"
    #expect(try !GateFile.parse(file).assumesTraining)
    #expect(try !GateFile.parse(file + "training-evidence: required\n").assumesTraining)
    #expect(try GateFile.parse(file + "training-evidence: assumed\n").assumesTraining)
    #expect {
      try GateFile.parse(file + "training-evidence: proof\n")
    } throws: {
      ($0 as? Problem)?.message.contains("assumed") ?? false
    }
  }

  @Test func `the assumption lets an audit without evidence pass and is stated`() throws {
    let scored = try Experiment(trainingEvidence: .required).score().report
    #expect(scored.verdict.code == .unproven)
    #expect(try judge(scored, Self.limits).overall == .inconclusive)
    let assumed = scored.assumingTraining(true)
    #expect(assumed.verdict.code == .notDetected && assumed.trainingEvidence.stance == .assumed)
    #expect(assumed.title.hasSuffix("assuming that training used the canaries"))
    #expect(assumed.warnings.first?.contains("the gate file assumes") == true)
    #expect(try judge(assumed, Self.limits).overall == .pass)
    #expect(
      try judge(assumed, Self.limits).differences.contains {
        $0.contains("required in the ledger; assumed applies")
      })
    try assumed.checkConsistency()
    // A later gate without the assumption restores the ledger's promise.
    #expect(assumed.assumingTraining(false) == scored)
  }

  @Test func `no assumption overrules tracers that were not recognised`() throws {
    let scored = try Experiment(tracers: 6, trainingEvidence: .required).score().report
    #expect(scored.assumingTraining(true) == scored)
    #expect(try judge(scored.assumingTraining(true), Self.limits).overall == .inconclusive)
  }
}
