import ArgumentParser
import Recognizer

/// The options of training with differential privacy (DP-SGD).
struct PrivateTrainingOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Add Gaussian noise of this many clipping norms to the sum of the clipped gradients.",
      discussion: """
        It needs --clip per-example or per-core. With per-example clipping, epsilon protects one \
        utterance; with per-core clipping, it protects the utterances of one virtual core at a step \
        and no single utterance.
        """, valueName: "number"))
  var noiseMultiplier: Double?

  @Option(
    help: ArgumentHelp(
      "Log epsilon at this delta after each epoch; below 1 / utterances.",
      discussion: """
        Epsilon is the bound for batches of independently drawn utterances (Poisson sampling). \
        Training shuffles the utterances, which the bound only approximates.
        """, valueName: "delta"))
  var delta: Double?

  @Option(
    help: ArgumentHelp(
      "Refuse a run whose epsilon would exceed this number; needs --delta.", valueName: "epsilon"))
  var targetEpsilon: Double?

  func apply(to training: inout TrainingConfiguration) {
    if let noiseMultiplier { training.noiseMultiplier = noiseMultiplier }
    if let delta { training.delta = delta }
    if let targetEpsilon { training.targetEpsilon = targetEpsilon }
  }
}
