import Recognizer

/// Recipes of training with noise for `ToneRuns`.
enum PrivateRecipe {
  /// Twelve steps of Poisson sampling. The mean batch has two of twelve utterances, so that some of the
  /// steps have none.
  static var plain: RecognizerConfiguration {
    var recipe = ToneRuns.recipe
    recipe.training.clip = .perExample
    recipe.training.maxGradNorm = 0.5
    recipe.training.noiseMultiplier = 2
    recipe.training.delta = 1e-3
    recipe.training.noiseSeed = 3
    recipe.training.batchSize = 2
    recipe.training.steps = 12
    return recipe
  }

  static func changed(_ change: (inout TrainingConfiguration) -> Void) -> RecognizerConfiguration {
    var recipe = plain
    change(&recipe.training)
    return recipe
  }

  static let perCore = changed {
    $0.clip = .perCore
    $0.virtualCores = 2
  }
  static let shuffled = changed { $0.sampling = .shuffle }
  /// The seed of the noise comes from the operating system.
  static let secret = changed { $0.noiseSeed = nil }
}
