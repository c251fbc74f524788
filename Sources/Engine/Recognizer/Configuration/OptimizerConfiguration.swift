import Files

/// How a gradient moves the parameters. What only one optimizer uses is nil where its default is
/// meant, and refused where another optimizer was chosen.
package struct OptimizerConfiguration: Codable, Hashable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Sendable {
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
    case adamw
    /// Stochastic gradient descent with momentum.
    case sgd
  }

  package var kind = Kind.adamw
  /// The highest rate, reached after the warm-up; above 0, at most 100.
  package var learningRate = 0.001
  /// AdamW: decay of the mean gradient a step, from 0, below 1; 0.9.
  package var beta1: Double?
  /// AdamW: decay of the mean squared gradient a step, from 0, below 1; 0.98.
  package var beta2: Double?
  /// AdamW: added to the root of the mean squared gradient; above 0, at most 1; 1e-8.
  package var epsilon: Double?
  /// Share of a weight taken off a step, times the rate; 0 to 10. Biases and gains keep theirs. AdamW
  /// 0.01, SGD 0.
  package var weightDecay: Double?
  /// SGD: share of the last move kept, from 0, below 1; 0.9.
  package var momentum: Double?

  package init() {}

  /// - Throws: the first field that is out of its range, or that the optimizer does not have.
  package func validate() throws(Problem) {
    let unused =
      switch kind {
      case .adamw: [("momentum", momentum)]
      case .sgd: [("beta1", beta1), ("beta2", beta2), ("epsilon", epsilon)]
      }
    for (name, value) in unused {
      try require(value == nil, "the optimizer '\(kind.rawValue)' has no such key", name)
    }
    try require(
      learningRate > 0 && learningRate <= 100, "expected above 0, at most 100", "learning_rate")
    for (name, value) in [("beta1", beta1), ("beta2", beta2), ("momentum", momentum)] {
      try require(value.map((0..<1).contains) ?? true, "expected 0 or more, below 1", name)
    }
    // The smallest normal single-precision number: what is less may count as 0 in a kernel.
    try require(
      epsilon.map((Double(Float.leastNormalMagnitude)...1).contains) ?? true,
      "expected above 0, at most 1", "epsilon")
    try require(
      weightDecay.map((0...10).contains) ?? true, "expected 0 to 10", "weight_decay")
  }

  package var settings: OptimizerSettings {
    switch kind {
    case .adamw:
      .adamW(
        beta1: Float(beta1 ?? 0.9), beta2: Float(beta2 ?? 0.98), epsilon: Float(epsilon ?? 1e-8),
        decay: Float(weightDecay ?? 0.01))
    case .sgd: .sgd(momentum: Float(momentum ?? 0.9), decay: Float(weightDecay ?? 0))
    }
  }
}
