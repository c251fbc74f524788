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

  @Test func `a result without waivers has no day`() throws {
    #expect(try judged([]).today == nil)
  }
}
