import AuditModel
import Files
import Gating
import Scoring
import Statistics
import Testing

/// Limits on near matches and on detection, and limits at single speeds.
@Suite struct MetricTests {
  // MARK: - Near matches

  @Test func `near memorization counts near matches on both sides`() throws {
    let report = try Report.counted(
      exact: Counted(tiers: [0, 0]), near: Counted(tiers: [60, 0], controls: 20)
    ) { $0.conditions.partialRejected = true }
    let near = GateLimit(.nearMemorization, max: 0.2, repetitions: [2])
    let judgement = try judge(report, [near]).judgements[0]
    let gap = Newcombe.difference(
      of: Proportion(hits: 60, trials: 100), minus: Proportion(hits: 20, trials: 200),
      confidence: 0.95)
    #expect(judgement.outcome == .fail)
    #expect(judgement.lower == gap.lower && judgement.upper == gap.upper)
    #expect(judgement.trained == Proportion(hits: 60, trials: 100))
    #expect(judgement.controls == Proportion(hits: 20, trials: 200))
    #expect(try judge(report, [GateLimit(max: 0.2, repetitions: [2])]).overall == .pass)
  }

  // MARK: - Detection

  @Test func `detection fails if the primary analysis detects, despite obstacles`()
    throws
  {
    let switches: [(inout Conditions) -> Void] = [
      { $0.verbatimRejected = true }, { $0.partialRejected = true },
      {
        $0.verbatimRejected = true
        $0.decoderFails = true
      },
    ]
    for switchOn in switches {
      let report = try Report.counted(exact: Counted(tiers: [1, 1])) { switchOn(&$0.conditions) }
      let result = try judge(report, [.detection()])
      #expect(result.overall == .fail)
      #expect(result.judgements[0].speed == nil)
      #expect(
        result.judgements[0].primaryAnalysis?.verbatim == report.primaryAnalysis?.verbatim.holm)
    }
  }

  @Test func `detection passes only on the verdict not detected`() throws {
    let clean = try Report.counted(exact: Counted(tiers: [0, 0]))
    #expect(clean.verdict.code == .notDetected)
    #expect(try judge(clean, [.detection()]).overall == .pass)
    for index in GateTests.obstacles.indices {
      let report = try Report.counted(exact: Counted(tiers: [0, 0])) {
        GateTests.obstacles[index](&$0.conditions)
      }
      let result = try judge(report, [.detection()])
      #expect(result.overall == .inconclusive)
      #expect(result.judgements[0].reason == report.verdict.title)
    }
    let exploratory = try Report.counted(exact: Counted(tiers: [0, 0])) {
      $0.exploratory = ["probes were left out"]
    }
    #expect(try judge(exploratory, [.detection()]).overall == .inconclusive)
  }

  @Test func `a detection at level warn does not fail the gate`() throws {
    let report = try Report.counted(exact: Counted(tiers: [50, 0])) {
      $0.conditions.verbatimRejected = true
    }
    let result = try judge(report, [.detection(level: .warn)])
    #expect(result.judgements[0].outcome == .fail)
    #expect(result.overall == .pass)
  }

  // MARK: - Speeds

  private func twoSpeeds() throws -> Report {
    try Report.counted(exact: Counted(tiers: [0, 0])) { report in
      report.design.speeds = [2, 3]
      var other = report.speeds[0]
      other.speed = 3
      Counted(tiers: [60, 0]).write(into: &other, \.exact)
      report.speeds.append(other)
      report.conditions.verbatimRejected = true
    }
  }

  @Test func `a limit is judged at its own speeds only, which count for the confidence`() throws {
    let report = try twoSpeeds()
    let everywhere = GateLimit(max: 0.2, repetitions: [2])
    #expect(try judge(report, [everywhere]).confidence == 0.975)
    #expect(try judge(report, [everywhere]).overall == .fail)
    let slow = GateLimit(max: 0.2, repetitions: [2], speeds: [2])
    let result = try judge(report, [slow])
    #expect(result.judgements.map(\.speed) == [2])
    #expect(result.confidence == 0.95)
    #expect(result.overall == .pass)
    // Detection adds one judgement for all speeds together.
    #expect(try judge(report, [slow, .detection()]).confidence == 0.975)
  }

  @Test func `a speed that the design does not have is a usage problem`() throws {
    let limit = GateLimit(max: 0.2, repetitions: [2], speeds: [2, 4])
    let problem = #expect(throws: Problem.self) { try judge(twoSpeeds(), [limit]) }
    #expect(problem?.kind == .usage)
    #expect(problem?.hint == "the speeds are 2x, 3x")
    // A limit without speeds would never be judged.
    let nowhere = GateLimit(max: 0.2, repetitions: [2], speeds: [])
    #expect(throws: Problem.self) { try judge(twoSpeeds(), [nowhere]) }
  }

  @Test func `a limit at one speed does not replace a declared limit at all speeds`() throws {
    let promise = GateLimit(max: 0.2, repetitions: [2])
    var report = try twoSpeeds()
    report.gate = [promise]
    let narrow = GateLimit(max: 0.5, repetitions: [2], speeds: [2])
    let gate = Gate(file: [narrow], report: report)
    let strict = GateLimit(max: 0.2, repetitions: [2], speeds: [2])
    #expect(gate.limits == [strict, GateLimit(max: 0.2, repetitions: [2], speeds: [3])])
    #expect(gate.differences.count == 2)
    // A list of all speeds equals no list.
    let named = GateLimit(max: 0.2, repetitions: [2], speeds: [3, 2])
    #expect(Gate(file: [named], report: report).differences == [])
  }

  @Test func `metrics are merged separately`() throws {
    let promises = [GateLimit(max: 0.2, repetitions: [2]), .detection(level: .warn)]
    let report = try Report.counted(exact: Counted(tiers: [0, 0]), gate: promises)
    let file = [GateLimit(.nearMemorization, max: 0.3, repetitions: [2]), .detection(level: .off)]
    let gate = Gate(file: file, report: report)
    #expect(gate.limits == [file[0], .detection(level: .warn), promises[0]])
    #expect(gate.differences.count == 3)
  }

  // MARK: - Text and JSON

  @Test func `a judgement states its limit, all figures and the reason`() throws {
    let report = try Report.counted(exact: Counted(tiers: [30, 0], controls: 4)) {
      $0.conditions.verbatimRejected = true
    }
    let judgement = try judge(report, [GateLimit(max: 0.1, repetitions: [2])]).judgements[0]
    #expect(judgement.expected == "memorization ≤ 0.1 at 2 repetitions")
    #expect(judgement.found == "30/100 against 4/200, gap 28% [19.3%, 37.7%]")
    #expect(judgement.reason == "memorization is at least 19.3%, above the limit of 10%")
  }

  @Test func `a result is unchanged by encoding and decoding`() throws {
    let report = try Report.counted(exact: Counted(tiers: [60, 0])) {
      $0.conditions.verbatimRejected = true
    }
    let waivers = DatedWaivers(
      [
        Waiver(.memorization, until: CalendarDate("2026-06-30")!, reason: "known"),
        Waiver(.detection, until: CalendarDate("2025-06-30")!, reason: "old"),
      ], today: CalendarDate("2026-01-01")!)
    let result = try judge(
      report, [GateLimit(max: 0.2, repetitions: [2]), .detection()], baseline: report,
      waivers: waivers)
    let bytes = JSONCoding.encoded(result, pretty: true)
    #expect(try JSONCoding.decoded(GateResult.self, from: bytes) == result)
  }
}
