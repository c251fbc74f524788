import Files

/// How a gradient moves the parameters.
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
  /// AdamW: decay of the mean gradient a step, from 0, below 1.
  package var beta1 = 0.9
  /// AdamW: decay of the mean squared gradient a step, from 0, below 1.
  package var beta2 = 0.98
  /// AdamW: added to the root of the mean squared gradient; above 0, at most 1.
  package var epsilon = 1e-8
  /// Share of a parameter taken off a step, times the rate; 0 to 10.
  package var weightDecay = 0.01
  /// SGD: share of the last move kept, from 0, below 1.
  package var momentum = 0.9

  package init() {}

  /// - Throws: the first field that is out of its range.
  package func validate() throws(Problem) {
    try require(
      learningRate > 0 && learningRate <= 100, "expected above 0, at most 100", "learning_rate")
    try require((0..<1).contains(beta1), "expected 0 or more, below 1", "beta1")
    try require((0..<1).contains(beta2), "expected 0 or more, below 1", "beta2")
    // The smallest normal single-precision number: what is less may count as 0 in a kernel.
    try require(
      epsilon >= Double(Float.leastNormalMagnitude) && epsilon <= 1,
      "expected above 0, at most 1", "epsilon")
    try require(weightDecay, in: 0...10, "weight_decay")
    try require((0..<1).contains(momentum), "expected 0 or more, below 1", "momentum")
  }
}
