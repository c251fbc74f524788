/// One way to train the model. Everything else is the same for all variants.
package enum DemoVariant: String, CaseIterable, Hashable, Sendable {
  case plain
  case perExample = "per-example"
  case perCore = "per-core"
  case adaptivePerCore = "adaptive-per-core"
  case lowerRate = "lower-rate"
  case noCanaries = "no-canaries"
  case adam
  case adamPerExample = "adam-per-example"
  case fromScratch = "from-scratch"
  case newVoice = "new-voice"
  case newVoicePerExample = "new-voice-per-example"

  /// The six variants that every demonstration compares.
  package static let standard: [DemoVariant] = [
    .plain, .perExample, .perCore, .adaptivePerCore, .lowerRate, .noCanaries,
  ]

  package var title: String {
    switch self {
    case .plain: "no clipping"
    case .perExample: "per-example clipping"
    case .perCore: "per-core clipping"
    case .adaptivePerCore: "adaptive per-core clipping"
    case .lowerRate: "lower learning rate without clipping"
    case .noCanaries: "training without canaries"
    case .adam: "AdamW without clipping"
    case .adamPerExample: "AdamW with per-example clipping"
    case .fromScratch: "per-example clipping from random weights"
    case .newVoice: "new voice without clipping"
    case .newVoicePerExample: "new voice with per-example clipping"
    }
  }

  /// The title in at most 17 characters, for a label within a chart.
  package var label: String {
    switch self {
    case .plain: "no clipping"
    case .perExample: "per-example"
    case .perCore: "per-core"
    case .adaptivePerCore: "adaptive per-core"
    case .lowerRate: "lower rate"
    case .noCanaries: "no canaries"
    case .adam: "AdamW"
    case .adamPerExample: "AdamW, clipped"
    case .fromScratch: "random weights"
    case .newVoice: "new voice"
    case .newVoicePerExample: "new voice, clip."
    }
  }

  package var recipe: DemoRecipe.Kind {
    switch self {
    case .lowerRate: .lowerRate
    case .adam, .adamPerExample: .adam
    case .fromScratch: .base
    default: .tuning
    }
  }

  /// Whether training starts from the base model and not from random weights.
  package var isFineTuned: Bool { self != .fromScratch }

  /// Whether the training data have a voice that the base model was not trained on.
  package var isNewVoice: Bool { self == .newVoice || self == .newVoicePerExample }

  package func clipping(_ rules: DemoRules) -> DemoClipping {
    switch self {
    case .plain, .lowerRate, .noCanaries, .adam, .newVoice: .none
    case .perExample, .adamPerExample, .fromScratch, .newVoicePerExample:
      .perExample(maxGradNorm: rules.norm)
    case .perCore: .perCore(maxGradNorm: rules.coreNorm)
    case .adaptivePerCore: .adaptivePerCore
    }
  }
}

/// The clipping of gradients by `train`.
package enum DemoClipping: Hashable, Sendable {
  case none
  case perExample(maxGradNorm: Double)
  case perCore(maxGradNorm: Double)
  case adaptivePerCore

  /// The number of virtual cores of per-core clipping.
  package static let cores = 4
}
