import AuditModel
import Files
import Gating
import Scoring
import Statistics
import Testing

/// Limits on the growth of memorization since a baseline.
@Suite struct BaselineTests {
  private let limit = GateLimit(.regression, max: 0.2, repetitions: [4])

  private func report(_ hits: Int, root: String = "01", detects: Bool = true) throws -> Report {
    try Report.counted(exact: Counted(tiers: [0, hits]), root: root) {
      $0.conditions.verbatimRejected = detects
    }
  }

  private func growth(_ now: Int, _ before: Int, _ confidence: Double) -> Interval {
    func groups(_ hits: Int) -> GapChange.Groups {
      GapChange.Groups(
        trained: Proportion(hits: hits, trials: 100),
        controls: Proportion(hits: 0, trials: 200))
    }
    return GapChange.interval(now: groups(now), before: groups(before), confidence: confidence)
  }

  @Test func `large growth fails, small growth passes, other growth is inconclusive`() throws {
    let before = try report(20, root: "02")
    for (now, outcome) in [(60, GateResult.Outcome.fail), (20, .pass), (30, .inconclusive)] {
      let result = try judge(report(now), [limit], baseline: before)
      let judgement = result.judgements[0]
      #expect(judgement.outcome == outcome, "\(judgement.found)")
      #expect(judgement.lower == growth(now, 20, 0.95).lower)
      #expect(judgement.upper == growth(now, 20, 0.95).upper)
      #expect(judgement.before?.trained == Proportion(hits: 20, trials: 100))
      #expect(result.baseline?.sharesCanaries == false)
    }
  }

  @Test func `an upper bound at the limit passes and a lower bound at 0 does not fail`() throws {
    let before = try report(20, root: "02")
    let upper = growth(22, 20, 0.95).upper
    func judged(_ max: Double) throws -> GateResult.Outcome {
      let limit = GateLimit(.regression, max: max, repetitions: [4])
      return try judge(report(22), [limit], baseline: before).overall
    }
    #expect(try judged(upper) == .pass)
    #expect(try judged(upper.nextDown) == .inconclusive)
    // The smallest number of hits with a positive lower bound fails; one hit less does not.
    let least = (20...60).first { growth($0, 20, 0.95).lower > 0 }!
    #expect(try judge(report(least), [limit], baseline: before).overall == .fail)
    #expect(try judge(report(least - 1), [limit], baseline: before).overall == .inconclusive)
  }

  @Test func `growth has the gate's confidence`() throws {
    let result = try judge(
      report(40), [limit, GateLimit(max: 0.9, repetitions: [4])],
      baseline: report(20, root: "02"))
    #expect(result.judgements[0].lower == growth(40, 20, 0.975).lower)
  }

  @Test func `a baseline adds a limit of 0.1 on growth for every limit on memorization`() throws {
    let limits = [
      GateLimit(max: 0.5, repetitions: [2]), GateLimit(max: 0.5, repetitions: [4], level: .warn),
      GateLimit(max: 0.5, repetitions: [2, 4], level: .off),
      GateLimit(.nearMemorization, max: 0.5, repetitions: [4]),
    ]
    let gate = Gate(file: limits, report: try report(0), baseline: try report(0))
    #expect(
      Array(gate.limits.dropFirst(limits.count)) == [
        GateLimit(.regression, max: 0.10, repetitions: [2]),
        GateLimit(.regression, max: 0.10, repetitions: [4], level: .warn),
      ])
    let own = Gate(file: [limit], report: try report(0), baseline: try report(0))
    #expect(own.limits == [limit])
    #expect(Gate(file: limits, report: try report(0)).limits == limits)
  }

  @Test func `without a baseline growth is inconclusive`() throws {
    let judgement = try judge(report(0, detects: false), [limit]).judgements[0]
    #expect(judgement.outcome == .inconclusive)
    #expect(judgement.reason == "there is no baseline to compare with")
  }

  static let incomparable: [(String, @Sendable (inout Report) -> Void)] = [
    ("normaliser", { $0.transcripts.normalizer = "none-1" }),
    ("compared in another form", { $0.transcripts.canaryForm = "digits-1" }),
    ("its canaries have 9 words each", { $0.design.length = 9 }),
    ("its canaries have 5 letters each", { $0.design.unit = .letters }),
    ("no canaries with 4 repetitions", { $0.speeds[0].tiers.removeLast() }),
    ("no canaries at 2x", { $0.speeds[0].speed = 3 }),
    (
      "no canaries at 4 repetitions",
      { report in
        report.speeds[0].tiers[1].trained.exact = Proportion(hits: 0, trials: 0)
      }
    ),
    (Verdict.decoder.title, { $0.conditions.decoderFails = true }),
    ("exploratory: some", { $0.exploratory = ["some"] }),
    (
      Verdict.mismatch.title,
      { report in
        report.conditions.mismatch = true
        report.speeds = []
      }
    ),
  ]

  @Test(arguments: incomparable.indices)
  func `an incomparable baseline is inconclusive and the reason is given`(index: Int) throws {
    let (reason, change) = Self.incomparable[index]
    let before = try Report.counted(exact: Counted(tiers: [0, 0]), root: "02", change)
    // Large growth does not change this.
    for hits in [0, 90] {
      let judgement = try judge(report(hits), [limit], baseline: before).judgements[0]
      #expect(judgement.outcome == .inconclusive)
      #expect(judgement.reason.hasPrefix("the baseline cannot be compared: "))
      #expect(judgement.reason.contains(reason), "\(judgement.reason)")
      #expect(judgement.before == nil)
    }
  }

  @Test func `an obstacle prevents a judgement on growth unless memorization is detected`() throws {
    let before = try report(0, root: "02")
    for (hits, detects, outcome) in [
      (0, false, GateResult.Outcome.inconclusive), (0, true, .inconclusive), (90, true, .fail),
    ] {
      var now = try report(hits, detects: detects)
      now.conditions.controlsRecognised = true
      now.verdict.code = now.conditions.verdict
      #expect(try judge(now, [limit], baseline: before).overall == outcome)
    }
  }

  @Test func `a baseline with the same canaries is marked`() throws {
    let same = try judge(report(0), [limit], baseline: report(0))
    #expect(same.baseline?.sharesCanaries == true)
  }

  @Test func `a limit that no model could pass is refused with one that a model can`() throws {
    let tight = GateLimit(.regression, max: 0.02, repetitions: [4])
    let problem = #expect(throws: Problem.self) {
      try judge(report(0), [tight], baseline: report(0))
    }
    #expect(problem?.kind == .usage)
    #expect(problem?.hint?.contains("regression: {max-increase: 0.05, repetitions: [4]}") == true)
    let advised = GateLimit(.regression, max: 0.05, repetitions: [4])
    #expect(try judge(report(0), [advised], baseline: report(0)).overall == .pass)
  }
}
