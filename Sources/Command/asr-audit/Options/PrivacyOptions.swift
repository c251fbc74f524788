import ArgumentParser
import Files
import Statistics

/// The options that describe DP-SGD: per-example clipping and Gaussian noise.
struct PrivacyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Find the noise multiplier of DP-SGD for this epsilon, instead of planning a design.",
      valueName: "epsilon"))
  var targetEpsilon: Double?

  @Option(
    help: ArgumentHelp(
      "Compute the epsilon of DP-SGD with this noise multiplier, instead of planning a design.",
      valueName: "number"))
  var noiseMultiplier: Double?

  @Option(help: "The delta of differential privacy; below 1 / utterances.")
  var delta: Double?

  @Option(help: ArgumentHelp("Training utterances, canaries included.", valueName: "number"))
  var utterances: Int?

  @Option(help: ArgumentHelp("The mean number of utterances in a batch.", valueName: "number"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp("Training epochs of utterances / batch size steps.", valueName: "number"))
  var epochs: Int?

  @Option(help: ArgumentHelp("Training steps, in place of epochs.", valueName: "number"))
  var steps: Int?

  /// True if the options ask for a plan of private training.
  var isAsked: Bool { targetEpsilon != nil || noiseMultiplier != nil }

  func validate() throws {
    guard isAsked else {
      let given = [
        ("--delta", delta != nil), ("--utterances", utterances != nil),
        ("--batch-size", batchSize != nil), ("--epochs", epochs != nil), ("--steps", steps != nil),
      ]
      if let (name, _) = given.first(where: \.1) {
        throw ValidationError("'\(name)' needs '--target-epsilon' or '--noise-multiplier'.")
      }
      return
    }
    guard targetEpsilon == nil || noiseMultiplier == nil else {
      throw ValidationError("'--target-epsilon' and '--noise-multiplier' exclude one another.")
    }
    for (name, value) in [
      ("--target-epsilon", targetEpsilon), ("--noise-multiplier", noiseMultiplier),
    ] {
      guard value.map({ $0 > 0 && $0.isFinite }) ?? true else {
        throw ValidationError("'\(name)' takes a number above 0.")
      }
    }
    guard noiseMultiplier.map({ (0.1...10_000).contains($0) }) ?? true else {
      throw ValidationError("'--noise-multiplier' takes a number from 0.1 to 10000.")
    }
    guard let delta, let utterances, let batchSize, (epochs == nil) != (steps == nil) else {
      throw ValidationError(
        "A plan of private training needs '--delta', '--utterances', '--batch-size', and "
          + "'--epochs' or '--steps'.")
    }
    guard (1...1_000_000_000).contains(utterances) else {
      throw ValidationError("'--utterances' takes a number from 1 to 1000000000.")
    }
    guard (1...utterances).contains(batchSize) else {
      throw ValidationError(
        "'--batch-size' takes a number from 1 to that of '--utterances', \(utterances).")
    }
    guard delta >= PrivacyAccountant.smallestDelta, delta < 1 / Double(utterances) else {
      throw ValidationError(
        "'--delta' takes a number from 1e-10 to below 1 / \(utterances), so that publishing a "
          + "whole utterance of the training data would break the promise.")
    }
    for (name, value) in [("--epochs", epochs), ("--steps", steps)] {
      guard value.map({ (1...1_000_000).contains($0) }) ?? true else {
        throw ValidationError("'\(name)' takes a number from 1 to 1000000.")
      }
    }
  }

  /// The plan; nil unless one is asked for.
  func plan() throws(Problem) -> PrivacyPlan? {
    guard isAsked, let delta, let utterances, let batchSize else { return nil }
    let rate = Double(batchSize) / Double(utterances)
    let perEpoch = (utterances + batchSize - 1) / batchSize
    let steps = steps ?? (epochs ?? 1) * perEpoch
    guard steps <= 10_000_000 else {
      throw Problem(
        .usage, "these are \(steps) steps; expected 10000000 or fewer", field: "--epochs")
    }
    guard let targetEpsilon else {
      return PrivacyPlan(
        noiseMultiplier: noiseMultiplier ?? 1, samplingRate: rate, steps: steps, delta: delta)
    }
    let found = PrivacyAccountant.noiseMultiplier(
      epsilon: targetEpsilon, delta: delta, samplingRate: rate, steps: steps)
    guard let found else {
      throw Problem(
        .usage,
        "no noise multiplier up to \(trimmed(PrivacyAccountant.largestNoise)) reaches an epsilon of "
          + "\(trimmed(targetEpsilon))",
        field: "--target-epsilon", hint: "train for fewer steps, or with smaller batches")
    }
    return PrivacyPlan(
      // Rounded up, so that the printed number keeps the promise.
      noiseMultiplier: (found * 10_000).rounded(.up) / 10_000, samplingRate: rate, steps: steps,
      delta: delta)
  }
}
