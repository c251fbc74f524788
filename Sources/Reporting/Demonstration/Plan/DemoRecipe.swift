import AuditModel

/// The recipes that a demonstration trains by, as files that anyone may train by.
package enum DemoRecipe {
  package enum Kind: String, Hashable, Sendable {
    /// From nothing to a model that knows its corpus.
    case base
    /// A look at the gradients: weights hardly move.
    case norms
    /// One pass over ordinary speech and canaries.
    case tuning
    /// The same at the rate at which no clipping moves as far as clipping examples does.
    case lowerRate = "lower-rate"
    case adam
  }

  /// At the start of a linear decay, after `tuningWarmup` steps: chosen on ordinary speech alone
  /// (README.md has the figures).
  package static let tuningRate = 0.05
  /// About a quarter of the pass.
  static let tuningWarmup = 60

  static func text(_ kind: Kind, seed: Int, epochs: Int = 1, rate: Double? = nil) -> String {
    switch kind {
    case .base:
      """
      # A Conformer of a million parameters, trained from nothing.
      model: {width: 96, blocks: 4, heads: 4, taps: 15, subsampling: 4, expansion: 4, dropout: 0}
      tokens: {kind: words}
      training:
        seed: \(seed)
        epochs: \(epochs)
        batch_size: 8
        optimizer: {kind: adamw, learning_rate: 0.002}
        warmup_steps: 200
        schedule: linear
      augmentation: {frequency_masks: 0, time_masks: 0}

      """
    case .norms:
      pass("sgd", rate: 1e-9, length: "steps: 40", warmup: 0, schedule: "constant", seed: seed)
    case .tuning: pass("sgd", rate: tuningRate, seed: seed)
    case .lowerRate: pass("sgd", rate: rate ?? tuningRate, seed: seed)
    case .adam: pass("adamw", rate: 0.001, seed: seed)
    }
  }

  private static func pass(
    _ optimizer: String, rate: Double, length: String = "epochs: 1", warmup: Int = tuningWarmup,
    schedule: String = "linear", seed: Int
  ) -> String {
    """
    # One pass from the base model.
    training:
      seed: \(seed)
      \(length)
      batch_size: 16
      optimizer: {kind: \(optimizer), learning_rate: \(rate), weight_decay: 0}
      warmup_steps: \(warmup)
      schedule: \(schedule)
    augmentation: {frequency_masks: 0, time_masks: 0}

    """
  }
}
