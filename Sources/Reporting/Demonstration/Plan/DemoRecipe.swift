/// The recipe files that a demonstration trains with.
package enum DemoRecipe {
  package enum Kind: String, Hashable, Sendable {
    /// Trains the base model from random weights.
    case base
    /// Measures gradient norms. The learning rate is so low that the weights do not change.
    case norms
    /// Fine-tunes for one epoch.
    case tuning
    /// Fine-tunes with SGD at the lower rate of `DemoRules`.
    case lowerRate = "lower-rate"
    /// Fine-tunes with AdamW.
    case adam
    /// Trains the model of a ranking from random weights.
    case ranking
  }

  /// The learning rate after warm-up, at the start of a linear decay. It was chosen on dev sets alone;
  /// README.md has the figures.
  package static let tuningRate = 0.05
  /// In steps; about a quarter of the epoch.
  static let tuningWarmup = 60

  static func text(_ kind: Kind, seed: Int, epochs: Int = 1, rate: Double? = nil) -> String {
    switch kind {
    case .base, .ranking:
      """
      # A Conformer with a million parameters, trained from random weights.
      model:
        d_model: 96
        n_layers: 4
        n_heads: 4
        conv_kernel_size: 15
        subsampling_factor: 4
        ff_expansion_factor: 4
        dropout: 0
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
      tuning("sgd", rate: 1e-9, length: "steps: 40", warmup: 0, schedule: "constant", seed: seed)
    case .tuning: tuning("sgd", rate: tuningRate, seed: seed)
    case .lowerRate: tuning("sgd", rate: rate ?? tuningRate, seed: seed)
    case .adam: tuning("adamw", rate: 0.001, seed: seed)
    }
  }

  private static func tuning(
    _ optimizer: String, rate: Double, length: String = "epochs: 1", warmup: Int = tuningWarmup,
    schedule: String = "linear", seed: Int
  ) -> String {
    """
    # Fine-tunes the base model.
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
