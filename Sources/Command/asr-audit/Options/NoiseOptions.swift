import ArgumentParser
import Files
import Recognizer

/// The options of `train` for differential privacy. They replace the keys of the recipe.
struct NoiseOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add Gaussian noise to the sum of the clipped gradients (DP-SGD): its standard deviation, "
        + "divided by the norm of --max-grad-norm.",
      discussion: "It needs --delta, and --clip per-example or per-core.", valueName: "number"))
  var noiseMultiplier: Double?

  @Option(
    help: ArgumentHelp(
      "The drawing of batches: independently for each step, or from a random order of all utterances.",
      discussion:
        "With poisson the batch size is a mean, and a batch may be empty. Default: poisson for noise with "
        + "--clip per-example, else shuffle."))
  var sampling: TrainingConfiguration.Sampling?

  @Option(
    help: ArgumentHelp(
      "The epsilon that training must not exceed.",
      discussion:
        "Without --noise-multiplier the noise is computed so that all steps keep it; with it, training "
        + "ends before the step that would exceed it.", valueName: "epsilon"))
  var targetEpsilon: Double?

  @Option(
    help: ArgumentHelp("The delta of differential privacy; below 1 / utterances."))
  var delta: Double?

  @Option(
    help: ArgumentHelp(
      "A number that makes noise and Poisson sampling repeatable.",
      discussion:
        "Whoever knows it can subtract the noise. Default: the seed comes from the operating system.",
      valueName: "number"))
  var noiseSeed: Int?

  func validate() throws {
    guard noiseSeed.map({ $0 >= 0 }) ?? true else {
      throw ValidationError("'--noise-seed' takes a whole number from 0.")
    }
    for (name, value, range) in [
      ("--noise-multiplier", noiseMultiplier, TrainingConfiguration.noiseMultipliers),
      ("--target-epsilon", targetEpsilon, Double.leastNonzeroMagnitude...1e6),
      ("--delta", delta, 1e-10...0.1),
    ] {
      guard let value, !range.contains(value) else { continue }
      let words =
        name == "--noise-multiplier"
        ? "from 0.1 to 10000" : name == "--delta" ? "from 1e-10 to 0.1" : "above 0, at most 1000000"
      throw ValidationError("'\(name)' takes a number \(words).")
    }
  }

  /// Sets the keys that the options replace.
  func apply(to training: inout TrainingConfiguration) {
    if let noiseMultiplier { training.noiseMultiplier = noiseMultiplier }
    if let sampling { training.sampling = sampling }
    if let targetEpsilon { training.targetEpsilon = targetEpsilon }
    if let delta { training.delta = delta }
    if let noiseSeed { training.noiseSeed = noiseSeed }
  }
}

extension TrainingConfiguration.Sampling: ExpressibleByArgument {}
