import Files

/// What is measured on ordinary speech before anything is clipped, by a rule that never looks at
/// canaries' transcripts.
package struct DemoRules: Hashable, Sendable {
  /// The clip norm: the median gradient norm of an ordinary example at the start of the pass.
  package var norm: Double
  /// The same of a virtual core: what is clipped is what is measured.
  package var coreNorm: Double
  /// The rate at which no clipping moves the weights as far as per-example clipping does: the tuning
  /// rate, times the share of the gradients' length that clipping left over the first steps.
  package var lowerRate: Double?

  package static let firstSteps = 20

  package init(norm: Double, coreNorm: Double, lowerRate: Double? = nil) {
    self.norm = norm
    self.coreNorm = coreNorm
    self.lowerRate = lowerRate
  }

  /// - Parameter directory: a seed's, with the logs of both looks at the gradients, and of the pass
  ///   that clips examples where there is one.
  package init(_ directory: String) throws(Problem) {
    self.init(
      norm: try Self.median("\(directory)/norms/log.jsonl"),
      coreNorm: try Self.median("\(directory)/core-norms/log.jsonl"))
    let clipped = "\(directory)/\(DemoVariant.perExample.rawValue)/log.jsonl"
    if fileExists(clipped) { try setLowerRate(from: clipped) }
  }

  private static func median(_ path: String) throws(Problem) -> Double {
    guard let median = try NormLog(path).medianNorm, median > 0 else {
      throw Problem(.badData, "no gradient norm is in it", file: path)
    }
    return rounded(median)
  }

  /// - Parameter path: the log of the pass that clips examples; it tells norms as they were before.
  private mutating func setLowerRate(from path: String) throws(Problem) {
    let share = try NormLog(path).shareLeft(clippingAt: norm, firstSteps: Self.firstSteps)
    lowerRate = Self.rounded(DemoRecipe.tuningRate * share)
  }

  /// Three significant digits, so that the commands stay readable.
  private static func rounded(_ value: Double) -> Double {
    guard value > 0 else { return value }
    var scale = 1.0
    while value * scale < 100, scale < 1e30 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}
