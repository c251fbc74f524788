import Files

extension TrainingConfiguration {
  /// The way in which the examples of a step are drawn.
  package enum Sampling: String, Codable, CaseIterable, Sendable {
    /// Each step takes every example with the probability batch size / examples, independently.
    case poisson
    /// Each epoch is a random order of all examples, cut into batches.
    case shuffle
  }

  /// The range of `noiseMultiplier`.
  package static let noiseMultipliers = 0.1...10_000.0

  /// The largest `maxGradNorm` with noise, at which sums and noise are still finite in single precision.
  private static let largestNoisyNorm = 1e9

  /// True if training adds noise.
  package var isPrivate: Bool { noiseMultiplier != nil || targetEpsilon != nil }

  /// The requested sampling. By default it is that of DP-SGD with noise and per-example clipping, and
  /// shuffling otherwise.
  package var effectiveSampling: Sampling {
    sampling ?? (isPrivate && clip == .perExample ? .poisson : .shuffle)
  }

  /// Checks that noise, clipping and sampling fit together. It is called when options and recipe are
  /// combined.
  ///
  /// - Throws: a problem with the first field that needs another one.
  package func checkPrivacy() throws(Problem) {
    func need(_ condition: Bool, _ message: String, _ field: String, _ hint: Hint) throws(Problem) {
      guard condition else { throw Problem(.badData, message, field: field, hint: hint) }
    }
    if effectiveSampling == .poisson {
      try need(
        !clip.usesCores, "Poisson sampling does not fill virtual cores evenly", "sampling",
        "set sampling: shuffle, or clip: per-example")
    }
    guard isPrivate else {
      for (field, isSet) in [("delta", delta != nil), ("noise_seed", noiseSeed != nil)] {
        try need(
          !isSet, "it has no effect without noise", field,
          "set noise_multiplier or target_epsilon, or remove \(field)")
      }
      return
    }
    let field = noiseMultiplier == nil ? "target_epsilon" : "noise_multiplier"
    try need(
      clip.usesNorm,
      "noise hides nothing with clip: \(clip.rawValue), which does not bound an utterance's gradient",
      field, "set clip: per-example, or clip: per-core")
    try need(
      maxGradNorm <= Self.largestNoisyNorm,
      "noise needs a norm of at most \(trimmed(Self.largestNoisyNorm))", "max_grad_norm",
      "state the norm that gradients are clipped to, such as 1")
    try need(
      delta != nil, "an epsilon needs a delta", field,
      "state delta, below 1 / utterances, such as 1e-6")
  }

  /// - Throws: a problem with the first field of differential privacy that is out of its range.
  func validatePrivacy() throws(Problem) {
    if let noiseMultiplier {
      try require(noiseMultiplier, in: Self.noiseMultipliers, "noise_multiplier")
    }
    if let targetEpsilon {
      try require(
        targetEpsilon > 0 && targetEpsilon.isFinite, "expected a number above 0", "target_epsilon")
    }
    if let delta {
      try require(delta >= 1e-10 && delta < 1, "expected 1e-10 or more, below 1", "delta")
    }
    if let noiseSeed { try require(noiseSeed, in: 0...Int.max, "noise_seed") }
  }
}
