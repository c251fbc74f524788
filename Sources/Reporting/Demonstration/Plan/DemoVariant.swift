import Files

/// One way of training, everything else alike.
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

  /// The six that every run compares.
  package static let story: [DemoVariant] = [
    .plain, .perExample, .perCore, .adaptivePerCore, .lowerRate, .noCanaries,
  ]

  package var title: String {
    switch self {
    case .plain: "no clipping"
    case .perExample: "per-example clipping"
    case .perCore: "per-core clipping"
    case .adaptivePerCore: "adaptive per-core clipping"
    case .lowerRate: "no clipping, lower rate"
    case .noCanaries: "no canary in training"
    case .adam: "Adam, no clipping"
    case .adamPerExample: "Adam, per-example clipping"
    case .fromScratch: "per-example clipping from the first step"
    case .newVoice: "a new voice, no clipping"
    case .newVoicePerExample: "a new voice, per-example clipping"
    }
  }

  /// The part of a recipe that differs.
  package var recipe: DemoRecipe.Kind {
    switch self {
    case .lowerRate: .lowerRate
    case .adam, .adamPerExample: .adam
    case .fromScratch: .base
    default: .tuning
    }
  }

  /// Starts from the base model; otherwise from nothing.
  package var isTuned: Bool { self != .fromScratch }

  /// In a voice that the base model never heard.
  package var isNewVoice: Bool { self == .newVoice || self == .newVoicePerExample }

  package enum Clip: Hashable, Sendable { case none, examples, cores, coresAdaptively }

  package var clip: Clip {
    switch self {
    case .plain, .lowerRate, .noCanaries, .adam, .newVoice: .none
    case .perExample, .adamPerExample, .fromScratch, .newVoicePerExample: .examples
    case .perCore: .cores
    case .adaptivePerCore: .coresAdaptively
    }
  }

  /// Options of `train`.
  func clipping(_ rules: DemoRules) -> [String] {
    switch clip {
    case .none: []
    case .examples: ["--clip", "per-example", "--max-grad-norm", trimmed(rules.norm)]
    case .cores: Self.cores + ["--max-grad-norm", trimmed(rules.coreNorm)]
    case .coresAdaptively: ["--clip", "adaptive-per-core", "--virtual-cores", "4"]
    }
  }

  private static let cores = ["--clip", "per-core", "--virtual-cores", "4"]
  /// No bound is reached, and the norms of examples, or of cores, are in the log.
  static let logsExamples = ["--clip", "per-example", "--max-grad-norm", "inf"]
  static let logsCores = cores + ["--max-grad-norm", "inf"]
}
