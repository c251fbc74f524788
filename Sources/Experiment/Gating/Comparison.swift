import AuditModel
import Files
import Scoring

/// The reason why two reports, or two figures of them, cannot be compared.
struct Incomparable: Error {
  let reason: String

  static let noBaseline = Incomparable(reason: "there is no baseline to compare with")

  private init(reason: String) { self.reason = reason }

  init(_ reason: String) {
    self.init(reason: "the baseline cannot be compared: \(reason)")
  }
}

extension Report {
  /// The reasons why this report is no baseline for `report`; empty if it is one.
  func obstaclesToComparison(with report: Report) -> [Incomparable] {
    var reasons: [String] = []
    if hasObstacle { reasons.append(obstacle) }
    if transcripts.normalizer != report.transcripts.normalizer {
      reasons.append(
        "its normaliser is \(transcripts.normalizer), and this report's is "
          + report.transcripts.normalizer)
    }
    if transcripts.canaryForm != report.transcripts.canaryForm {
      reasons.append("its canaries are compared in another form than this report's")
    }
    if length != report.length {
      reasons.append("its canaries have \(length) each, and this report's have \(report.length)")
    }
    return reasons.map { Incomparable($0) }
  }

  /// The length of the canaries, such as `5 words`.
  private var length: String { "\(design.length) \(design.unit.rawValue)" }

  /// The counts of a limit at a speed, for this report as a baseline.
  func counts(
    _ limit: GateLimit, _ speed: Double
  ) -> Result<GateResult.Counts, Incomparable> {
    guard let result = speeds.first(where: { $0.speed == speed }) else {
      return .failure(Incomparable("it has no canaries at \(trimmed(speed))x"))
    }
    let tiers = Set(result.tiers.map(\.repetitions))
    if let missing = limit.repetitions.first(where: { !tiers.contains($0) }) {
      return .failure(Incomparable("it has no canaries with \(missing) repetitions"))
    }
    guard let trained = limit.pooled(result), let controls = limit.controls(result),
      trained.trials > 0, controls.trials > 0
    else {
      return .failure(Incomparable("it has no canaries at \(limit.tiers)"))
    }
    return .success(GateResult.Counts(trained: trained, controls: controls))
  }
}
