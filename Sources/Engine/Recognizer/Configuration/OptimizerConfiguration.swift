import Files

/// The optimizer and its hyperparameters. A hyperparameter of one optimizer is nil for its default,
/// and is refused together with another optimizer.
package struct OptimizerConfiguration: Codable, Hashable, Sendable {
  package enum Kind: String, Codable, CaseIterable, Sendable {
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019).
    case adamw
    /// Stochastic gradient descent with momentum.
    case sgd
  }

  package var kind = Kind.adamw
  /// The maximum learning rate, reached after the warm-up; above 0, at most 100.
  package var learningRate = 0.001
  /// AdamW: the decay rate of the first moment, at least 0 and below 1. Default: 0.9.
  package var beta1: Double?
  /// AdamW: the decay rate of the second moment, at least 0 and below 1. Default: 0.98.
  package var beta2: Double?
  /// AdamW: the number added to the root of the second moment; above 0, at most 1. Default: 1e-8.
  package var epsilon: Double?
  /// The weight decay, 0 to 10: each step subtracts this times the learning rate times the weight.
  /// Biases and gains do not decay. Default: 0.01 for AdamW, 0 for SGD.
  package var weightDecay: Double?
  /// SGD: the momentum, at least 0 and below 1. Default: 0.9.
  package var momentum: Double?

  package init() {}

  /// - Throws: a problem with the first field that is out of its range or belongs to another
  ///   optimizer.
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
    // A kernel may round numbers below the smallest normal single-precision number to 0.
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
