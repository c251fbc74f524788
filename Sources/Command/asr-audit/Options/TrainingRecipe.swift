import Files
import Recognizer

/// The recipe of a command that trains the embedded recogniser: a file, or the defaults, with the
/// dimensions of the model that training starts from.
func trainingRecipe(
  _ file: String?, startingFrom start: String?
) throws(Problem) -> RecognizerConfiguration {
  var configuration = RecognizerConfiguration()
  if let start { configuration.model.take(try ModelFile.open(start).architecture) }
  if let file { configuration = try ConfigurationFile.read(file, defaults: configuration) }
  do throws(Problem) {
    try configuration.validate()
  } catch {
    throw error.with(kind: .usage)
  }
  return configuration
}

extension RecognizerConfiguration {
  /// The recipe with a finite `max_grad_norm`, because JSON cannot represent infinity.
  var withFiniteNumbers: RecognizerConfiguration {
    var recipe = self
    recipe.training.maxGradNorm = min(recipe.training.maxGradNorm, .greatestFiniteMagnitude)
    return recipe
  }
}
