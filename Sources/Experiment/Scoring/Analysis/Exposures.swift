import AuditModel
import Statistics

/// The exposure of one trained canary.
struct CanaryExposure {
  let bits: Double
  /// p = rank / (controls + 1), adjusted by Benjamini-Hochberg over the speed's trained canaries.
  let adjustedP: Double
}

extension Scorer {
  /// The false discovery rate at which single canaries are reported.
  static let discoveryLevel = 0.05

  /// The exposure of every scored trained canary among the controls of its speed, by CER, by its
  /// index among `rows`. A speed without a control has none.
  func exposures(_ rows: [CanaryRow]) -> [Int: CanaryExposure] {
    var exposures: [Int: CanaryExposure] = [:]
    for speed in ledger.header.design.speeds {
      func scored(_ role: Canary.Role) -> [(index: Int, negativeCER: Double)] {
        rows.indices.compactMap { index in
          let canary = rows[index].canary
          guard canary.speed == speed, canary.role == role else { return nil }
          return rows[index].score.map { (index, $0.negativeCER) }
        }
      }
      let (trained, controls) = (scored(.trained), scored(.control))
      guard !controls.isEmpty, !trained.isEmpty else { continue }
      let exposure = Exposure(references: controls.map(\.negativeCER))
      let adjusted = BenjaminiHochberg.adjusted(
        trained.map { Double(exposure.rank(of: $0.negativeCER)) / Double(controls.count + 1) })
      for (canary, p) in zip(trained, adjusted) {
        exposures[canary.index] = CanaryExposure(
          bits: exposure.bits(of: canary.negativeCER), adjustedP: p)
      }
    }
    return exposures
  }

  /// The number of trained canaries of one speed that stand out; nil without a trained canary or a
  /// control.
  func discoveries(_ trained: [CanaryRow], controls: Int) -> Report.DiscoveryResult? {
    guard !trained.isEmpty, controls > 0 else { return nil }
    return Report.DiscoveryResult(
      level: Self.discoveryLevel, canaries: trained.count, controls: controls,
      discoveries: trained.count { $0.adjustedP.map { $0 <= Self.discoveryLevel } ?? false },
      topRanksNeeded: BenjaminiHochberg.topRanksNeeded(
        tests: trained.count, references: controls, level: Self.discoveryLevel))
  }
}
