import Files
import Recognizer
import RecognizerRuns

/// The recipe of a training with the options that replace its keys.
extension Train {
  func recipe() throws(Problem) -> RecognizerConfiguration {
    var recipe = RecognizerConfiguration()
    if resume {
      recipe.model.take(try RunFiles(output).openState().architecture)
    } else if let start {
      recipe.model.take(try ModelFile.open(start).architecture)
    }
    if let config { recipe = try ConfigurationFile.read(config, defaults: recipe, clip: clip) }
    if let clip { recipe.training.clip = clip }
    if let maxGradNorm { recipe.training.maxGradNorm = maxGradNorm }
    if let virtualCores { recipe.training.virtualCores = virtualCores }
    if let optimizer { recipe.training.optimizer.kind = optimizer }
    noise.apply(to: &recipe.training)
    try checkClipping(recipe.training.clip)
    do throws(Problem) {
      try recipe.validate()
      try recipe.training.checkPrivacy()
    } catch {
      throw error.with(kind: .usage)
    }
    return recipe
  }

  /// Rejects clipping options that the chosen clipping ignores.
  private func checkClipping(_ clip: TrainingConfiguration.ClippingMode) throws(Problem) {
    func unused(_ flag: String, needs needed: String) -> Problem {
      Problem(
        .usage, "'\(flag)' has no effect with '--clip \(clip.rawValue)'",
        hint: "it needs --clip \(needed)")
    }
    if maxGradNorm != nil, !clip.usesNorm {
      throw unused("--max-grad-norm", needs: "per-example or per-core")
    }
    if virtualCores != nil, !clip.usesCores {
      throw unused("--virtual-cores", needs: "per-core or adaptive-per-core")
    }
  }
}
