import Files

/// A reason why a limit of a gate cannot be used with a design. The messages name no command-line options.
package enum LimitProblem: ProblemCause, Hashable {
  case noSpeeds
  case unknownSpeed(Double, of: GateLimit, known: [Double])
  case outOfRange(Double)
  case noTiers
  case unknownTier(Int, of: GateLimit, advice: Advice)
  /// Even a model that recognises no canary would not keep the limit.
  case impassable(GateLimit, Size, advice: Advice)

  /// The canaries per speed that a limit was checked with.
  package struct Size: Hashable, Sendable {
    package var trained: Int
    package var controls: Int
    /// The trained canaries that the limit needs; nil if no number is enough.
    package var needed: Int?
    /// Whether `trained` counts the fewest heads that 99 of 100 draws give.
    package var isWorstCase: Bool
  }

  /// A limit that the design can pass.
  package enum Advice: Hashable, Sendable {
    /// A memorization limit on all tiers together.
    case pooled(max: Double, tiers: [Int])
    /// A wider limit on growth, on the same tiers.
    case growth(max: Double, tiers: [Int])
    /// No round limit is possible; a larger design is needed.
    case largerDesign
    /// No round limit on growth is possible; a larger design or more tiers are needed.
    case largerDesignOrMoreTiers
  }

  package var kind: Problem.Kind { .usage }

  package var field: String? {
    switch self {
    case .noSpeeds, .unknownSpeed: "speeds"
    case .outOfRange: "max"
    case .noTiers, .unknownTier: "repetitions"
    case .impassable: nil
    }
  }

  package var message: String {
    switch self {
    case .noSpeeds: "a limit names at least one speed; without the key it holds for all speeds"
    case .unknownSpeed(let speed, let limit, _):
      "\(limit.summary): there is no canary at \(trimmed(speed))x"
    case .outOfRange(let max): "a limit is above 0 and below 1, not \(max)"
    case .noTiers: "a limit names at least one tier"
    case .unknownTier(let tier, let limit, _):
      "the gate asks for \(limit.summary), but no canary is trained \(tier) times"
    case .impassable(let limit, let size, _):
      "a clean model could not pass \(limit.summary): "
        + (size.needed.map { "that needs \($0) trained canaries per speed" }
          ?? "no number of trained canaries is enough for that")
        + ", and this design has \(size.trained)"
        + (size.isWorstCase ? " in the worst case of its coin flips (1 in 100)" : "")
        + " and \(size.controls) controls"
    }
  }

  package var hint: String? {
    switch self {
    case .noSpeeds, .noTiers: nil
    case .unknownSpeed(_, _, let known):
      "the speeds are \(known.map { "\(trimmed($0))x" }.joined(separator: ", "))"
    case .outOfRange: "no model can show a rate of exactly 0"
    case .unknownTier(_, _, let advice), .impassable(_, _, let advice): advice.text
    }
  }
}

extension LimitProblem.Advice {
  var text: String {
    switch self {
    case .pooled(let max, let tiers):
      "this design supports, for all tiers together, a gate file with\n"
        + "    gate:\n      - memorization: {max: \(max), repetitions: [\(list(tiers))]}"
    case .growth(let max, let tiers):
      "allow more growth in the gate file: regression: {max-increase: \(max), "
        + "repetitions: [\(list(tiers))]}"
    case .largerDesign: "use more coins and more blocks"
    case .largerDesignOrMoreTiers: "use more coins and more blocks, or pool more tiers"
    }
  }

  private func list(_ tiers: [Int]) -> String {
    tiers.map(String.init).joined(separator: ", ")
  }
}
