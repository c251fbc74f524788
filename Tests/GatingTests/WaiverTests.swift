import AuditModel
import Scoring
import Testing

@Suite struct WaiverTests {
  private let limits = [
    GateLimit(max: 0.1, repetitions: [2]), GateLimit(max: 0.1, repetitions: [4]),
  ]

  private func waiver(
    _ metric: GateLimit.Metric = .memorization, _ tiers: [Int]? = [4], speeds: [Double]? = nil,
    until: String = "2026-06-30"
  ) -> Waiver {
    Waiver(
      metric, repetitions: tiers, speeds: speeds, until: CalendarDate(until)!, reason: "known")
  }

  /// The result for a model that writes out most canaries with four repetitions.
  private func judged(_ waivers: [Waiver], today: String = "2026-06-30") throws -> GateResult {
    let report = try Report.counted(exact: Counted(tiers: [0, 60])) {
      $0.conditions.verbatimRejected = true
    }
    return try judge(
      report, limits, waivers: DatedWaivers(waivers, today: CalendarDate(today)!))
  }

  @Test func `a waived failure is listed and does not fail the gate`() throws {
    let waiver = waiver()
    let result = try judged([waiver])
    #expect(result.overall == .pass)
    #expect(result.judgements.map(\.outcome) == [.pass, .waived])
    #expect(result.judgements[1].waiver == waiver)
    #expect(result.judgements[1].reason.contains("at least"))
    #expect(result.today == CalendarDate("2026-06-30"))
    #expect(result.expiredWaivers == [] && result.unusedWaivers == [])
  }

  @Test func `a waiver is in force on its last day and fails the gate on the next`() throws {
    #expect(try judged([waiver()], today: "2026-06-30").overall == .pass)
    let late = try judged([waiver()], today: "2026-07-01")
    #expect(late.overall == .fail)
    #expect(late.judgements[1].outcome == .fail)
    #expect(late.expiredWaivers == [waiver()])
  }

  @Test func `an expired waiver alone fails a gate`() throws {
    let clean = try Report.counted(exact: Counted(tiers: [0, 0]))
    let waivers = DatedWaivers([waiver()], today: CalendarDate("2027-01-01")!)
    #expect(try judge(clean, limits).overall == .pass)
    #expect(try judge(clean, limits, waivers: waivers).overall == .fail)
  }

  @Test func `a waiver covers exactly its metric, tiers and speeds`() throws {
    let others = [
      waiver(.nearMemorization), waiver(.memorization, [2]), waiver(.memorization, [2, 4]),
      waiver(.memorization, [4], speeds: [3]), waiver(.detection, nil),
    ]
    for other in others {
      let result = try judged([other])
      #expect(result.overall == .fail, "\(other.summary)")
      #expect(result.unusedWaivers == [other])
      let why = other.repetitions == [2] ? "is unused" : "matches no limit"
      #expect(result.note(onUnused: other).hasPrefix(why), "\(other.summary)")
    }
    for covering in [waiver(.memorization, nil), waiver(speeds: [3, 2])] {
      #expect(try judged([covering]).overall == .pass, "\(covering.summary)")
    }
  }

  @Test func `an inconclusive judgement is not waived`() throws {
    let open = try Report.counted(exact: Counted(tiers: [0, 10]))
    let waivers = DatedWaivers([waiver()], today: CalendarDate("2026-01-01")!)
    let result = try judge(open, limits, waivers: waivers)
    #expect(result.overall == .inconclusive)
    #expect(result.unusedWaivers == [waiver()])
    #expect(result.note(onUnused: waiver()).hasPrefix("is unused"))
  }

  @Test func `a detection can be waived`() throws {
    let report = try Report.counted(exact: Counted(tiers: [0, 60])) {
      $0.conditions.verbatimRejected = true
    }
    let waivers = DatedWaivers(
      [waiver(.detection, nil)], today: CalendarDate("2026-01-01")!)
    #expect(try judge(report, [.detection()]).overall == .fail)
    #expect(try judge(report, [.detection()], waivers: waivers).overall == .pass)
  }

  private func analysis(
    _ metric: AnalysisJudgement.Metric = .conflicts, _ outcome: GateResult.Outcome = .fail,
    isMissing: Bool = false, isWarning: Bool = false
  ) -> AnalysisJudgement {
    AnalysisJudgement(
      metric: metric, isWarning: isWarning, expected: "e", found: "f", outcome: outcome,
      reason: "r", isMissing: isMissing)
  }

  @Test func `a waiver covers a failed limit on an analysis of its metric`() {
    let known = Waiver(.conflicts, until: CalendarDate("2026-06-30")!, reason: "known")
    let waived = analysis().applying([known])
    #expect(waived.outcome == .waived && waived.waiver == known && waived.reason == "r")
    #expect(analysis(.suspects).applying([known]).outcome == .fail)
    for outcome in [GateResult.Outcome.pass, .inconclusive] {
      #expect(analysis(.conflicts, outcome).applying([known]).outcome == outcome)
    }
  }

  @Test func `a waived analysis does not fail the gate, and an unused waiver is named`() throws {
    let known = Waiver(.conflicts, until: CalendarDate("2026-06-30")!, reason: "known")
    let clean = try Report.counted(exact: Counted(tiers: [0, 0]))
    func result(_ judgements: [AnalysisJudgement], today: String) throws -> GateResult {
      let dated = DatedWaivers([known], today: CalendarDate(today)!)
      return try judge(clean, limits, waivers: dated)
        .adding(judgements.map { $0.applying(dated.inForce) })
    }
    let waived = try result([analysis()], today: "2026-06-30")
    #expect(waived.overall == .pass && waived.usedWaivers == [known])
    #expect(waived.unusedWaivers == [])
    let passed = try result([analysis(.conflicts, .pass)], today: "2026-06-30")
    #expect(passed.unusedWaivers == [known])
    #expect(passed.note(onUnused: known).hasPrefix("is unused"))
    let other = try result([analysis(.suspects, .pass)], today: "2026-06-30")
    #expect(other.note(onUnused: known).hasPrefix("matches no limit, because there is none on"))
    let expired = try result([analysis()], today: "2026-07-01")
    #expect(expired.overall == .fail && expired.expiredWaivers == [known])
  }

  @Test func `a missing analysis cannot be allowed, unless its limit only warns`() throws {
    let clean = try Report.counted(exact: Counted(tiers: [0, 0]))
    let result = try judge(clean, limits)
    #expect(result.adding([analysis(.conflicts, .inconclusive)]).canBeAllowed)
    #expect(!result.adding([analysis(.conflicts, .inconclusive, isMissing: true)]).canBeAllowed)
    #expect(
      result.adding([analysis(.conflicts, .inconclusive, isMissing: true, isWarning: true)])
        .canBeAllowed)
  }

  @Test func `a result without waivers has no day`() throws {
    #expect(try judged([]).today == nil)
  }
}
