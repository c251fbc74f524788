import Files
import RecognizerRuns

/// The settings that a demonstration measures before it needs them. The rules that determine them use
/// gradient norms only, never a transcript of a canary.
package struct DemoRules: Hashable, Sendable {
  /// `max_grad_norm` of per-example clipping: the median gradient norm of an ordinary example at the
  /// start of fine-tuning.
  package var norm: Double
  /// `max_grad_norm` of per-core clipping: the median gradient norm of a virtual core.
  package var coreNorm: Double
  /// The learning rate at which training without clipping moves the weights as far as per-example
  /// clipping does: the tuning rate times the share of the gradient norms that clipping left over the
  /// first steps. Nil until per-example clipping was run.
  package var lowerRate: Double?

  package static let firstSteps = 20

  package init(norm: Double, coreNorm: Double, lowerRate: Double? = nil) {
    self.norm = norm
    self.coreNorm = coreNorm
    self.lowerRate = lowerRate
  }

  /// Reads the training logs of one seed.
  ///
  /// - Parameter directory: the seed's directory, with the logs of `norms` and `core-norms`, and of
  ///   per-example clipping once it was run.
  package init(_ directory: String) throws(Problem) {
    self.init(
      norm: try Self.medianNorm(of: "\(directory)/norms/log.jsonl"),
      coreNorm: try Self.medianNorm(of: "\(directory)/core-norms/log.jsonl"))
    let clipped = "\(directory)/\(DemoVariant.perExample.rawValue)/log.jsonl"
    if fileExists(clipped) { try setLowerRate(from: clipped) }
  }

  private static func medianNorm(of path: String) throws(Problem) -> Double {
    guard let median = try TrainingLogEntry.all(in: path).medianNorm, median > 0 else {
      throw Problem(.badData, "contains no gradient norm", file: path)
    }
    return rounded(median)
  }

  /// - Parameter path: the log of per-example clipping. Its norms are those before clipping.
  private mutating func setLowerRate(from path: String) throws(Problem) {
    let share = try TrainingLogEntry.all(in: path)
      .shareLeft(clippingAt: norm, firstSteps: Self.firstSteps)
    lowerRate = Self.rounded(DemoRecipe.tuningRate * share)
  }

  /// Rounds to three significant digits, so that the commands stay readable.
  private static func rounded(_ value: Double) -> Double {
    guard value > 0 else { return value }
    var scale = 1.0
    while value * scale < 100, scale < 1e30 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}
