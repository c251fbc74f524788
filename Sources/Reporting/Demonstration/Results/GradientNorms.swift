import RecognizerRuns
import Statistics

/// Statistics of gradient norms over the steps of a training log.
extension [TrainingLogEntry] {
  /// The median over all steps of the batch's median norm of the corpus; nil without norms.
  var medianNorm: Double? { median(compactMap(\.ordinary.normP50)) }

  /// The share of the total gradient norm that is left when every gradient is clipped to `norm`, over
  /// the first steps. The gradients of a group are taken to have the group's median norm.
  func shareLeft(clippingAt norm: Double, firstSteps: Int) -> Double {
    var (all, left) = (0.0, 0.0)
    for group in prefix(firstSteps).flatMap(\.groups) {
      guard let median = group.normP50 else { continue }
      all += Double(group.units) * median
      left += Double(group.units) * Swift.min(median, norm)
    }
    return all > 0 ? left / all : 1
  }
}

extension TrainingLogEntry {
  /// The corpus and, with a ledger, the canaries.
  var groups: [Group] { [ordinary, canaries].compactMap { $0 } }
}

extension [TrainingLogEntry.Group] {
  /// The share of all clipping units whose norm is above the bound; nil without clipping.
  var clippedShare: Double? {
    let units = filter { $0.clipped != nil }
    let count = units.reduce(0) { $0 + $1.units }
    guard count > 0 else { return nil }
    return units.reduce(0) { $0 + Double($1.units) * ($1.clipped ?? 0) } / Double(count)
  }
}
