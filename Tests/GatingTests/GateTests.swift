import AuditModel
import AuditSamples
import Files
import Gating
import Scoring
import Statistics
import Testing

@Suite struct GateTests {
  /// A report with these hits among 100 canaries of the tiers 2 and 4 each, and among 200 controls.
  private func report(
    _ hits: (Int, Int), controls: Int = 0, _ switchOn: (inout Conditions) -> Void = { _ in },
    gate: [GateLimit] = []
  ) throws -> Report {
    try Report.counted(exact: Counted(tiers: [hits.0, hits.1], controls: controls), gate: gate) {
      switchOn(&$0.conditions)
    }
  }

  private func limit(
    _ max: Double, _ tiers: [Int] = [2], _ level: GateLimit.Level = .error
  ) -> GateLimit {
    GateLimit(max: max, repetitions: tiers, level: level)
  }

  private func interval(_ hits: Int, _ confidence: Double, controls: Int = 0) -> Interval {
    Newcombe.difference(
      of: Proportion(hits: hits, trials: 100), minus: Proportion(hits: controls, trials: 200),
      confidence: confidence)
  }

  // MARK: - The rules in order

  static let obstacles: [@Sendable (inout Conditions) -> Void] = [
    { $0.mismatch = true }, { $0.missingTranscripts = true }, { $0.tooSmall = true },
    { $0.decoderFails = true }, { $0.controlsRecognised = true }, { $0.unproven = true },
  ]

  @Test(arguments: obstacles.indices)
  func `an obstacle is inconclusive at any rates`(index: Int) throws {
    for hits in [0, 50, 100] {
      let report = try report((hits, 0), Self.obstacles[index])
      let result = try judge(report, [limit(0.1)])
      #expect(result.overall == .inconclusive)
      #expect(result.judgements[0].outcome == .inconclusive)
      #expect(result.judgements[0].reason == report.verdict.title)
    }
  }

  @Test func `after a detection a limit fails despite an obstacle`() throws {
    for hits in [100, 5] {
      let report = try report((hits, 0)) {
        $0.verbatimRejected = true
        $0.decoderFails = true
      }
      let result = try judge(report, [limit(0.2)])
      #expect(result.overall == (hits == 100 ? .fail : .inconclusive))
    }
    // An obstacle prevents a pass.
    let clean = try report((0, 0)) {
      $0.partialRejected = true
      $0.controlsRecognised = true
    }
    let result = try judge(clean, [limit(0.2)])
    #expect(result.overall == .inconclusive)
    #expect(result.judgements[0].reason.hasSuffix(Verdict.controlsRecognised.cause))
  }

  @Test func `a lower bound above the limit fails, one at the limit does not`() throws {
    let bound = interval(30, 0.95).lower
    let report = try report((30, 0)) { $0.verbatimRejected = true }
    #expect(try judge(report, [limit(bound.nextDown)]).overall == .fail)
    #expect(try judge(report, [limit(bound)]).overall == .inconclusive)
  }

  @Test func `an upper bound at the limit passes, one above it does not`() throws {
    let bound = GapBound.upper(
      of: Proportion(hits: 3, trials: 100), minus: Proportion(hits: 0, trials: 200),
      confidence: 0.95)
    let report = try report((3, 0))
    #expect(try judge(report, [limit(bound)]).overall == .pass)
    #expect(try judge(report, [limit(bound.nextDown)]).overall == .inconclusive)
  }

  @Test func `the controls' rate is subtracted`() throws {
    let result = try judge(report((20, 0), controls: 30), [limit(0.2)])
    #expect(abs(result.judgements[0].gap! - 0.05) < 1e-12)
    #expect(result.judgements[0].upper == interval(20, 0.95, controls: 30).upper)
  }

  // MARK: - Several limits

  @Test func `tiers of a limit are pooled`() throws {
    let result = try judge(report((10, 30)), [limit(0.5, [4, 2])])
    #expect(result.judgements[0].trained == Proportion(hits: 40, trials: 200))
  }

  @Test func `all judgements at level error share the error rate of a failure`() throws {
    let alone = interval(30, 0.95).lower
    let ofTwo = interval(30, 0.975).lower
    #expect(ofTwo < alone)
    let between = limit((alone + ofTwo) / 2)
    let report = try report((30, 0)) { $0.verbatimRejected = true }
    #expect(try judge(report, [between]).overall == .fail)
    let both = try judge(report, [between, limit(0.3, [4])])
    #expect(both.judgements[0].lower == ofTwo)
    #expect(both.overall == .inconclusive)
    // Warnings and limits that are off do not count.
    let others = [limit(0.3, [4], .warn), limit(0.3, [2, 4], .off)]
    #expect(try judge(report, [between] + others).overall == .fail)
  }

  @Test func `every speed is judged separately and shares the error rate`() throws {
    var report = try report((0, 0))
    report.design.speeds = [2, 3]
    var other = report.speeds[0]
    other.speed = 3
    other.tiers[0].trained.exact = Proportion(hits: 60, trials: 100)
    report.speeds.append(other)
    report.conditions.verbatimRejected = true
    let result = try judge(report, [limit(0.1)])
    #expect(result.judgements.map(\.speed) == [2, 3])
    #expect(result.judgements.map(\.outcome) == [.pass, .fail])
    #expect(result.judgements[1].lower == interval(60, 0.975).lower)
    #expect(result.overall == .fail)
  }

  @Test func `a gate fails on any failure and is else inconclusive on any such judgement`() throws {
    let report = try report((0, 60)) { $0.verbatimRejected = true }
    let (passes, fails, open) = (limit(0.1, [2]), limit(0.1, [4]), limit(0.3, [2, 4]))
    #expect(try judge(report, [passes]).overall == .pass)
    #expect(try judge(report, [passes, open]).overall == .inconclusive)
    #expect(try judge(report, [open, fails, passes]).overall == .fail)
  }

  @Test func `a warning is listed and never fails a gate`() throws {
    let report = try report((0, 60)) { $0.verbatimRejected = true }
    let result = try judge(report, [limit(0.1), limit(0.1, [4], .warn)])
    #expect(result.judgements.map(\.outcome) == [.pass, .fail])
    #expect(result.overall == .pass)
  }

  @Test func `warnings alone do not pass on missing evidence`() throws {
    let warning = [limit(0.1, [2], .warn)]
    #expect(try judge(report((0, 0)), warning).overall == .pass)
    #expect(try judge(report((0, 0)) { $0.decoderFails = true }, warning).overall == .inconclusive)
  }

  @Test func `a limit that is off is not judged`() throws {
    let result = try judge(report((0, 100)), [limit(0.1), limit(0.001, [4], .off)])
    #expect(result.judgements.count == 1)
  }

  @Test func `a gate passes if detected memorization is within the limits`() throws {
    let result = try judge(report((3, 0)) { $0.verbatimRejected = true }, [limit(0.2)])
    #expect(result.verdict.isDetection)
    #expect(result.overall == .pass)
  }

  @Test func `an exploratory report can fail a gate and never passes one`() throws {
    var clean = try report((0, 0))
    clean.exploratory = ["probes without a transcript were left out"]
    let judgement = try judge(clean, [limit(0.2)]).judgements[0]
    #expect(judgement.outcome == .inconclusive)
    #expect(judgement.reason.hasPrefix("exploratory"))
    var leak = try report((60, 0)) { $0.verbatimRejected = true }
    leak.exploratory = clean.exploratory
    #expect(try judge(leak, [limit(0.2)]).overall == .fail)
  }

  // MARK: - Impossible limits

  @Test func `a limit that no model could pass is a usage problem`() throws {
    let report = try report((0, 0))
    let reachable = CleanRate.upperBound(trials: 100, confidence: 0.95)
    #expect(try judge(report, [limit(reachable)]).overall == .pass)
    for bad in [limit(reachable - 0.001), limit(0.2, [3]), limit(0), limit(1), limit(.nan)] {
      let problem = #expect(throws: Problem.self) { try judge(report, [bad]) }
      #expect(problem?.kind == .usage, "\(bad)")
    }
  }

  @Test func `a report without figures is inconclusive at every limit`() throws {
    var experiment = Experiment()
    experiment.heard["p0"] = nil
    let report = try experiment.score().report
    let result = try judge(report, [limit(0.4), limit(0.5, [4])])
    #expect(result.judgements.map(\.outcome) == [.inconclusive, .inconclusive])
    #expect(result.judgements[0].gap == nil)
  }

  // MARK: - File and ledger

  @Test func `without a file the ledger's limits apply`() throws {
    let report = try report((0, 0), gate: [limit(0.1)])
    let gate = Gate(file: nil, report: report)
    #expect(gate.limits == report.gate)
    #expect(gate.differences == [])
  }

  @Test(arguments: [
    (0.05, GateLimit.Level.error, 0.05, GateLimit.Level.error, 1),
    (0.3, .error, 0.1, .error, 1), (0.1, .warn, 0.1, .error, 1), (0.3, .off, 0.1, .error, 2),
    (0.1, .error, 0.1, .error, 0),
  ])
  func `if file and ledger differ, the stricter limit applies and the difference is listed`(
    asked: Double, level: GateLimit.Level, max: Double, holds: GateLimit.Level, differences: Int
  ) throws {
    let report = try report((0, 0), gate: [limit(0.1, [2, 4])])
    let gate = Gate(file: [limit(asked, [4, 2], level)], report: report)
    #expect(gate.limits.map(\.max) == [max])
    #expect(gate.limits.map(\.level) == [holds])
    #expect(gate.differences.count == differences)
  }

  @Test func `a file can raise a warning of the ledger to an error`() throws {
    let report = try report((0, 0), gate: [limit(0.1, [2], .warn)])
    #expect(Gate(file: [limit(0.1)], report: report).limits[0].level == .error)
  }

  @Test func `a limit that only the ledger has applies too`() throws {
    let report = try report((0, 0), gate: [limit(0.1, [4])])
    let gate = Gate(file: [limit(0.2)], report: report)
    #expect(gate.limits == [limit(0.2), limit(0.1, [4])])
    #expect(
      gate.differences == [
        "memorization ≤ 0.1 at 4 repetitions: only in the ledger; it applies",
        "memorization ≤ 0.2 at 2 repetitions: only in the gate file",
      ])
  }

  /// More limits widen the bounds, so limits that are added after training could excuse a failure.
  @Test func `limits that only the file has do not weaken declared ones`() throws {
    let report = try report((20, 0), gate: [limit(0.1)])
    let alone = try Gate(file: nil, report: report).judge(report)
    #expect(alone.judgements[0].outcome == .fail && alone.promisedConfidence == nil)
    let padding = (1...30).map { limit(0.9 + 0.001 * Double($0), [2, 4]) }
    let padded = try Gate(file: [limit(0.1)] + padding, report: report).judge(report)
    #expect(padded.judgements[0].outcome == .fail)
    #expect(padded.judgements[0].lower == alone.judgements[0].lower)
    #expect(padded.promisedConfidence == 0.95)
    #expect(padded.confidence == 1 - 0.05 / 31)
    // Without a declaration the limit does not fail at this confidence.
    let added = try self.report((20, 0))
    #expect(
      try Gate(file: [limit(0.1)] + padding, report: added).judge(added).judgements[0].outcome
        == .inconclusive)
  }
}
