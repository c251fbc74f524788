import AuditModel
import Files
import Scoring

/// Why two reports, or two figures of them, cannot be compared.
struct Incomparable: Error {
  let reason: String

  init(_ reason: String) { self.reason = "the baseline cannot be compared: \(reason)" }
}

extension Report {
  /// Of this report as a baseline: why none of its figures says anything about `report`.
  func obstaclesToComparison(with report: Report) -> [String] {
    var reasons: [String] = []
    if hasObstacle { reasons.append(obstacle) }
    if transcripts.normalizer != report.transcripts.normalizer {
      reasons.append(
        "its normaliser is \(transcripts.normalizer), this report's "
          + report.transcripts.normalizer)
    }
    if material != report.material {
      reasons.append("its canaries are \(material), this report's \(report.material)")
    }
    return reasons.map { Incomparable($0).reason }
  }

  private var material: String { "\(design.length) \(design.unit.rawValue) each" }

  /// Of this report as a baseline: what a limit counts at a speed.
  func counts(
    _ limit: GateLimit, _ speed: Double
  ) -> Result<GateResult.Counts, Incomparable> {
    guard let result = speeds.first(where: { $0.speed == speed }) else {
      return .failure(Incomparable("it has no canaries at \(trimmed(speed))x"))
    }
    let tiers = Set(result.tiers.map(\.repetitions))
    if let missing = limit.repetitions.first(where: { !tiers.contains($0) }) {
      return .failure(Incomparable("no canary was trained \(missing) times for it"))
    }
    guard let trained = limit.pooled(result), let controls = limit.controls(result),
      trained.trials > 0, controls.trials > 0
    else {
      return .failure(Incomparable("it has no canaries at \(limit.tiers)"))
    }
    return .success(GateResult.Counts(trained: trained, controls: controls))
  }
}
