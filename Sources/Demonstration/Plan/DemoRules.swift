import Files

/// What is measured on ordinary speech before anything is clipped, by a rule that never looks at
/// canaries' transcripts.
package struct DemoRules: Hashable, Sendable {
  /// The clip norm: the median gradient norm of ordinary speech at the start of the pass.
  package var norm: Double
  /// The rate at which no clipping moves the weights as far as per-example clipping does: the tuning
  /// rate, times the share of the gradients' length that clipping leaves over the first steps.
  package var lowerRate: Double?

  package static let firstSteps = 20

  /// - Parameter path: the log of the look at the gradients.
  package init(norms path: String) throws(Problem) {
    guard let median = try NormLog(path).medianNorm, median > 0 else {
      throw Problem(.badData, "no gradient norm is in it", file: path)
    }
    norm = Self.rounded(median)
  }

  /// - Parameter path: the log of the pass without clipping.
  package mutating func setLowerRate(from path: String) throws(Problem) {
    let share = try NormLog(path).shareLeft(clippingAt: norm, firstSteps: Self.firstSteps)
    lowerRate = Self.rounded(DemoRecipe.tuningRate * share)
  }

  /// Three significant digits, so that the commands stay readable.
  private static func rounded(_ value: Double) -> Double {
    var scale = 1.0
    while value * scale < 100 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}
