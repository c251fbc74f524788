/// The method by which the gradients of a batch are clipped and averaged. Per-example clipping follows McMahan et
/// al. 2018 and Wang et al. 2023, section 4; per-core and adaptive clipping follow Wang et al.
/// 2024, arXiv 2406.02004.
///
/// A clipping unit is the examples whose mean gradient is clipped together: one example, or the
/// examples of one virtual core.
package enum Clipping: Hashable, Sendable {
  /// The gradients are averaged over the examples without clipping.
  case none
  /// Each example's gradient g is scaled by min(1, C/‖g‖), C = `maxGradNorm`, then averaged.
  case perExample(maxGradNorm: Double)
  /// The examples are assigned to virtual cores. Each core's mean gradient g is scaled by
  /// min(1, C/‖g‖), then averaged over the cores.
  case perCore(maxGradNorm: Double, virtualCores: Int)
  /// Clips as `perCore` does, with C the smallest norm of any core at the step.
  case adaptivePerCore(virtualCores: Int)

  /// The number of clipping units in a batch.
  func units(of examples: Int) -> Int {
    switch self {
    case .none, .perExample: examples
    case .perCore(_, let cores), .adaptivePerCore(let cores): min(cores, examples)
    }
  }

  /// The factor for a unit's gradient before it is added to the sum, or nil if its norm is not
  /// finite.
  func factor(norm: Double) -> Double? {
    guard norm.isFinite else { return nil }
    switch self {
    case .none: return 1
    case .perExample(let limit), .perCore(let limit, _): return norm > limit ? limit / norm : 1
    // Every norm is at least the smallest one, so each gradient is scaled to exactly that norm. The
    // sum adds unit vectors and is multiplied by the smallest norm when all norms are known.
    case .adaptivePerCore: return norm > 0 ? 1 / norm : 0
    }
  }
}

extension TrainingConfiguration {
  /// The clipping mode with its numbers.
  package var clipping: Clipping {
    switch clip {
    case .unclipped: .none
    case .perExample: .perExample(maxGradNorm: maxGradNorm)
    case .perCore: .perCore(maxGradNorm: maxGradNorm, virtualCores: virtualCores)
    case .adaptivePerCore: .adaptivePerCore(virtualCores: virtualCores)
    }
  }
}
