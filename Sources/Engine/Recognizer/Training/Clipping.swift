/// How the gradients of a batch become one (Wang et al. 2023, section 4; McMahan et al. 2018 for
/// examples; Wang et al. 2024, arXiv 2406.02004, for cores and for the adaptive bound).
package enum Clipping: Hashable, Sendable {
  /// The mean over examples.
  case none
  /// Each example's gradient g is scaled by min(1, C/‖g‖), then averaged.
  case perExample(bound: Double)
  /// The batch is dealt to virtual cores; each core's mean gradient is scaled by min(1, C/‖g‖),
  /// then averaged over cores. How many cores is part of the experiment, never the machine's.
  case perCore(bound: Double, cores: Int)
  /// As `perCore`, with the smallest norm of any core at that step for C.
  case adaptivePerCore(cores: Int)

  /// Groups whose mean gradients are clipped one by one.
  func units(of examples: Int) -> Int {
    switch self {
    case .none, .perExample: examples
    case .perCore(_, let cores), .adaptivePerCore(let cores): min(cores, examples)
    }
  }

  /// What a unit's gradient is multiplied with before it joins the sum over units; nil where it
  /// cannot join, its norm not being a number.
  func factor(norm: Double) -> Double? {
    guard norm.isFinite else { return nil }
    switch self {
    case .none: return 1
    case .perExample(let bound), .perCore(let bound, _): return norm > bound ? bound / norm : 1
    // Every norm is at least the bound, so each gradient is scaled to just the bound: directions
    // are summed first, and the bound multiplies the sum when it is known.
    case .adaptivePerCore: return norm > 0 ? 1 / norm : 0
    }
  }
}
