import AuditModel
import Scoring

/// One check of a report and its outcome, as JUnit and SARIF list it: a judgement of the gate, an
/// expired waiver, or the verdict if no gate judged the report.
struct Assertion: Hashable, Sendable {
  enum Outcome: Hashable, Sendable { case passed, failed, inconclusive }

  /// The kind of check. Raw values are part of rule ids and never change.
  enum Rule: String, CaseIterable, Sendable {
    case memorization
    case nearMemorization = "near-memorization"
    case regression
    case detection
    case waiver = "expired-waiver"
    case verdict
    case conflicts
    case suspects
    case membership
  }

  let rule: Rule
  /// A name that depends neither on the figures nor on the limit, so that it is the same in every
  /// run.
  private(set) var name: String
  let outcome: Outcome
  /// Whether a failure is only a warning and does not fail the gate.
  let isWarning: Bool
  /// The waiver that permits a failure; nil without one.
  let waiver: String?
  /// Whether the evidence was never given, so that `--allow-inconclusive` does not cover it.
  private(set) var isMissing = false
  let message: String

  static func all(of report: Report) -> [Assertion] {
    guard let gate = report.gateResult else { return [Assertion(report)] }
    return gate.judgements.map(Assertion.init)
      + Self.numbered((gate.analyses ?? []).map(Assertion.init(_:)))
      + gate.expiredWaivers.map(Assertion.init(expired:))
  }

  private init(_ report: Report) {
    rule = .verdict
    name = "no memorization detected"
    outcome =
      report.verdict.code.isDetection
      ? .failed : report.verdict.code.isObstacle ? .inconclusive : .passed
    isWarning = false
    waiver = nil
    message = "\(report.title). \(report.verdict.explanation)"
  }

  private init(_ judgement: GateResult.Judgement) {
    let limit = judgement.limit
    rule =
      switch limit.metric {
      case .memorization: .memorization
      case .nearMemorization: .nearMemorization
      case .regression: .regression
      case .detection: .detection
      }
    name =
      ([limit.metric.rawValue] + (limit.repetitions.isEmpty ? [] : [limit.tiers])
      + (judgement.speed.map { [speedName($0)] } ?? [])).joined(separator: ", ")
    outcome =
      switch judgement.outcome {
      case .pass: .passed
      case .fail, .waived: .failed
      case .inconclusive: .inconclusive
      }
    isWarning = limit.level != .error
    waiver = judgement.waiver.map { "\($0.summary): \($0.reason)" }
    message = "expected \(judgement.expected), found \(judgement.found): \(judgement.reason)"
  }

  private init(_ judgement: AnalysisJudgement) {
    rule =
      switch judgement.metric {
      case .conflicts: .conflicts
      case .suspects: .suspects
      case .membership: .membership
      }
    name = judgement.metric.rawValue
    outcome =
      switch judgement.outcome {
      case .pass: .passed
      case .fail, .waived: .failed
      case .inconclusive: .inconclusive
      }
    isWarning = judgement.isWarning
    isMissing = judgement.isMissing == true
    waiver = judgement.waiver.map { "\($0.summary): \($0.reason)" }
    message = "expected \(judgement.expected), found \(judgement.found): \(judgement.reason)"
  }

  /// Several analyses of one kind have the number of each in the name, because names tell test cases
  /// apart.
  private static func numbered(_ assertions: [Assertion]) -> [Assertion] {
    var counts: [String: Int] = [:]
    return assertions.map { assertion in
      counts[assertion.name, default: 0] += 1
      var assertion = assertion
      let number = counts[assertion.name] ?? 1
      if number > 1 { assertion.name += ", analysis \(number)" }
      return assertion
    }
  }

  private init(expired waiver: Waiver) {
    rule = .waiver
    name =
      "waiver, \(waiver.metric.rawValue)"
      + (waiver.repetitions.map { ", \(GateLimit.tiers($0))" } ?? "")
    outcome = .failed
    isWarning = false
    self.waiver = nil
    message = "the waiver has expired: \(waiver.summary): \(waiver.reason)"
  }
}
