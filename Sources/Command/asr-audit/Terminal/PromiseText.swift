import Files
import Recognizer

/// The privacy of a training run in sentences.
struct PromiseText {
  private let promise: PrivacyPromise

  init(_ promise: PrivacyPromise) { self.promise = promise }

  /// An upper bound of epsilon with three digits behind the point, rounded up.
  static func epsilon(_ value: Double?) -> String {
    guard let value, value.isFinite else { return "unbounded" }
    return rounded((value * 1_000).rounded(.up) / 1_000, places: 3)
  }

  var sentence: String {
    "epsilon \(Self.epsilon(promise.epsilon)) at delta \(trimmed(promise.delta)) for one utterance "
      + "after \(promise.steps) steps with the noise multiplier \(trimmed(promise.noiseMultiplier))"
  }

  /// The sentences before the first step.
  /// - Parameter end: the step after which the budget ends the run; nil if it allows all steps.
  func plan(budgetEndsAfter end: Int?) -> [String] {
    let batches =
      promise.sampling == .poisson
      ? "Poisson sampling with the rate \(rounded(promise.samplingRate, places: 6))"
      : "shuffled batches, counted as one participation in each epoch without amplification"
    var sentences = [
      "noise with a standard deviation of \(trimmed(promise.noiseMultiplier)) x "
        + "\(trimmed(promise.maxGradNorm)) is added to the sum of clipped gradients; \(batches)",
      "\(promise.steps) steps will have an epsilon of \(Self.epsilon(promise.epsilon)) at delta "
        + "\(trimmed(promise.delta)) for one utterance",
    ]
    if promise.privacyUnit == .coreBatch {
      sentences.append(
        "the privacy unit is the batch of a virtual core: one utterance changes its mean gradient by "
          + "up to twice the norm, so the noise counts half")
    }
    if promise.copies > 1 {
      sentences.append(
        "\(promise.copies) utterances have equal sound or belong to one canary; their epsilon together is "
          + Self.epsilon(promise.epsilonOfCopies))
    }
    if let end {
      sentences.append(
        "the target epsilon \(trimmed(promise.targetEpsilon ?? 0)) ends training after step \(end), "
          + "before the recipe does")
    }
    sentences.append(seed)
    sentences.append(
      "epsilon does not cover \(promise.uncovered.map(name).joined(separator: "; ")); or a choice "
        + "among models by their results on the same utterances")
    return sentences
  }

  private var seed: String {
    switch promise.noiseSeed {
    case .system:
      "the seed of the noise comes from the operating system; training.safetensors has it until the "
        + "last step, so keep that file secret"
    case .stated:
      "warning: the seed of the noise is stated, so whoever knows it can subtract the noise; epsilon "
        + "holds only while the seed is secret, and only if no other run uses it"
    }
  }

  private func name(_ part: PrivacyPromise.Uncovered) -> String {
    switch part {
    case .log: "log.jsonl and the losses on the terminal, which have no noise"
    case .leftOut: "left-out.jsonl"
    case .traces: "the trace table, which has no noise"
    case .tokens: "the tokens, which are learnt from all texts (--init takes those of a model)"
    case .initialModel: "the model of --init, if it was trained on the same utterances"
    }
  }
}
