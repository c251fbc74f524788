import AuditModel
import Statistics

extension ScoringRequest {
  static let discoveryLevel = 0.05

  /// Exposure of every trained canary among the controls of its speed, by CER, and whether it stands
  /// out by itself.
  /// - Returns: which ones do, by speed; none where a speed has no trained canary or no control.
  func addExposure(to rows: inout [CanaryRow]) -> [Double: Report.DiscoveryResult] {
    var discoveries: [Double: Report.DiscoveryResult] = [:]
    for speed in ledger.header.design.speeds {
      func scored(_ role: Canary.Role) -> [(place: Int, negativeCER: Double)] {
        rows.indices.compactMap { place in
          let canary = rows[place].canary
          guard canary.speed == speed, canary.role == role else { return nil }
          return rows[place].score.map { (place, $0.negativeCER) }
        }
      }
      let (trained, controls) = (scored(.trained), scored(.control))
      guard !controls.isEmpty, !trained.isEmpty else { continue }
      let exposure = Exposure(references: controls.map(\.negativeCER))
      let adjusted = BenjaminiHochberg.adjusted(
        trained.map { Double(exposure.rank(of: $0.negativeCER)) / Double(controls.count + 1) })
      for (canary, p) in zip(trained, adjusted) {
        rows[canary.place].exposure = exposure.bits(of: canary.negativeCER)
        rows[canary.place].adjustedP = p
      }
      discoveries[speed] = Report.DiscoveryResult(
        level: Self.discoveryLevel, canaries: trained.count, controls: controls.count,
        discoveries: adjusted.count { $0 <= Self.discoveryLevel },
        topRanksNeeded: BenjaminiHochberg.topRanksNeeded(
          tests: trained.count, references: controls.count, level: Self.discoveryLevel))
    }
    return discoveries
  }
}
