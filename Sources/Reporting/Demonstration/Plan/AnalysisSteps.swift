/// Trains on a copy of the corpus with planted errors, and ranks its utterances.
package struct RankStep: Hashable, Sendable {
  package var manifest: String
  package var recipe: String
  package var output: String
  /// The number of planted errors of each kind.
  package var planted: Int
  package var seed: Int
  /// Nil for one thread per processor.
  package var threads: Int?
}

/// Measures the losses of a manifest with a finished model.
package struct TraceStep: Hashable, Sendable {
  package var checkpoint: String
  package var manifest: String
  package var output: String
  package var threads: Int?
}

/// Trains reference models on halves of the canaries of an audit.
package struct SubsetsStep: Hashable, Sendable {
  /// The probe set.
  package var manifest: String
  package var ledger: String
  /// The manifest that every model is trained on as well.
  package var common: String
  package var recipe: String
  /// The checkpoint to start from.
  package var start: String
  package var models: Int
  /// The copies of each canary.
  package var repetitions: Int
  package var output: String
  package var threads: Int?
}

/// Attacks a model with its losses and those of reference models.
package struct MembershipStep: Hashable, Sendable {
  package var ledger: String
  package var target: String
  package var references: String
  package var output: String
}

extension DemoPlan {
  /// The ranking of the corpus and the attack on the model without clipping; empty unless the size has
  /// them and this model was trained.
  package var analyses: [DemoStep] {
    guard size.hasAnalyses, size.variants.contains(.plain) else { return [] }
    let (ledger, probe) = (path("audited/ledger.json"), path("audited/probe/probe.json"))
    return [
      recipe(.ranking, epochs: Self.rankingEpochs),
      .rank(
        RankStep(
          manifest: "\(corpus)/train.json", recipe: recipePath(.ranking), output: path("ranked"),
          planted: Self.planted, seed: seed, threads: threads)),
      .trace(
        TraceStep(
          checkpoint: path("plain/model.safetensors"), manifest: probe,
          output: path("plain/target.jsonl"), threads: threads)),
      .subsets(
        SubsetsStep(
          manifest: probe, ledger: ledger, common: "\(corpus)/train.json",
          recipe: recipePath(.tuning), start: base, models: 4, repetitions: 4,
          output: path("references"), threads: threads)),
      .membership(
        MembershipStep(
          ledger: ledger, target: path("plain/target.jsonl"),
          references: path("references/references.jsonl"), output: path("membership"))),
    ]
  }

  private static let rankingEpochs = 8
  private static let planted = 50
}
