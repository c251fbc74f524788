import Files

/// The number of canaries, their speeds and their repetitions in the training data.
///
/// All counts are per speed. Every speed has one *coin block*, in which a fair coin flip assigns
/// each canary to training (with the repetitions of the first tier) or to the controls, and a number
/// of *fixed blocks*, each of which assigns a fixed number of canaries to every later tier and to the
/// controls.
package struct Design: Codable, Hashable, Sendable {
  /// The repetitions of each tier, ascending.
  package var repetitions = [1, 2, 4, 8, 16]
  /// Playback speeds relative to the rendered audio.
  package var speeds = [2.0]
  /// Canaries of the coin block.
  package var coins = 200
  /// Number of fixed blocks.
  package var blocks = 20
  /// Canaries of a fixed block for each tier after the coin block's, then for the controls.
  package var allocation = [2, 2, 1, 1, 5]
  package var unit = PhraseUnit.words
  /// Words, letters or digits of a canary.
  package var length = 7
  /// Utterances of the user's corpus that join the probe set.
  package var checkUtterances = 50
  /// Extra canaries with `tracerCopies` repetitions, which show whether training used the canaries.
  package var tracers = 0
  /// Whether every canary is probed at 1x speed too.
  package var naturalSpeedProbes = false
  /// Whether the probe set has a recombined control for every randomised canary. Files without the
  /// key have none.
  package var recombinedControls = false

  /// The texts of canaries; nil for their own, and in files of earlier versions.
  package var texts: CanaryTexts?

  package static let tracerCopies = 64
  /// The fewest words, letters or digits that have another order.
  static let fewestRecombined = 2

  package init() {}

  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    repetitions = try container.decode([Int].self, forKey: .repetitions)
    speeds = try container.decode([Double].self, forKey: .speeds)
    coins = try container.decode(Int.self, forKey: .coins)
    blocks = try container.decode(Int.self, forKey: .blocks)
    allocation = try container.decode([Int].self, forKey: .allocation)
    unit = try container.decode(PhraseUnit.self, forKey: .unit)
    length = try container.decode(Int.self, forKey: .length)
    checkUtterances = try container.decode(Int.self, forKey: .checkUtterances)
    tracers = try container.decode(Int.self, forKey: .tracers)
    naturalSpeedProbes = try container.decode(Bool.self, forKey: .naturalSpeedProbes)
    recombinedControls =
      try container.decodeIfPresent(Bool.self, forKey: .recombinedControls) ?? false
    texts = try container.decodeIfPresent(CanaryTexts.self, forKey: .texts)
  }

  package var hasShuffledTexts: Bool { texts == .shuffled }

  /// The repetitions of the coin block's trained canaries; nil without a coin block.
  package var coinTier: Int? { coins > 0 ? repetitions.first : nil }

  /// The tiers that fixed blocks assign canaries to.
  package var blockTiers: [Int] { coins > 0 ? Array(repetitions.dropFirst()) : repetitions }

  /// The default allocation for some tiers: two canaries for each tier of up to 4 repetitions, one
  /// for each tier above, five controls.
  package static func standardAllocation(for tiers: [Int]) -> [Int] {
    tiers.map { $0 <= 4 ? 2 : 1 } + [5]
  }

  package var blockSize: Int { allocation.reduce(0, +) }

  /// Trained canaries per speed that the fixed blocks assign to a tier.
  package func assigned(to tier: Int) -> Int {
    blockTiers.firstIndex(of: tier).map { blocks * allocation[$0] } ?? 0
  }

  /// Canaries per speed whose role is drawn at random: all but the tracers.
  package var randomised: Int { coins + blocks * blockSize }

  /// Audio files in the probe set, if the corpus has enough check utterances.
  package var probes: Int {
    let canaries = speeds.count * (randomised * (recombinedControls ? 2 : 1) + tracers)
    return canaries * (naturalSpeedProbes ? 2 : 1) + checkUtterances
  }

  /// Copies per speed that enter training, if half of the coins fall on heads.
  package var expectedCopiesPerSpeed: Double {
    let fixed = zip(blockTiers, allocation).reduce(0) { $0 + $1.0 * $1.1 } * blocks
    return Double(coins * (coinTier ?? 0)) / 2 + Double(fixed + tracers * Self.tracerCopies)
  }
}

/// The content of the canaries' sounds.
package enum CanaryTexts: String, CaseIterable, Codable, Sendable {
  /// Their texts.
  case own
  /// Other random texts. No sound tells the text of its canary, so that a model can only have memorised
  /// it, at any speed.
  case shuffled
}

extension Design {
  /// - Throws: a `DesignProblem` if the numbers contradict each other.
  package func validate() throws(Problem) {
    if let contradiction { throw Problem(contradiction) }
  }

  private var contradiction: DesignProblem? {
    guard !speeds.isEmpty, speeds.allSatisfy({ $0.isFinite && (0.5...10).contains($0) }) else {
      return .speedsOutOfRange
    }
    guard Set(speeds).count == speeds.count else { return .repeatedSpeed }
    guard !repetitions.isEmpty, repetitions.allSatisfy({ (1...1024).contains($0) }),
      zip(repetitions, repetitions.dropFirst()).allSatisfy({ $0 < $1 })
    else { return .repetitionsNotAscending }
    guard (0...1_000_000).contains(coins), (0...100_000).contains(blocks) else {
      return .countsOutOfRange
    }
    guard coins + blocks > 0 else { return .noCanaries }
    guard !blockTiers.isEmpty || blocks == 0 else { return .noTierForBlocks }
    guard blocks > 0 || blockTiers.isEmpty else { return .noBlocksForTiers }
    if blocks > 0 {
      guard allocation.count == blockTiers.count + 1, allocation.allSatisfy({ $0 >= 1 }) else {
        return .wrongAllocation(tiers: blockTiers)
      }
      guard allocation.allSatisfy({ $0 <= 1000 }) else { return .allocationTooLarge }
    }
    guard (1...50).contains(length) else { return .lengthOutOfRange }
    guard !recombinedControls || length >= Self.fewestRecombined else {
      return .tooShortToRecombine
    }
    guard !hasShuffledTexts || !recombinedControls else { return .recombinedShuffledTexts }
    guard !hasShuffledTexts || !naturalSpeedProbes else { return .naturalSpeedOfShuffledTexts }
    guard (0...10_000).contains(checkUtterances) else { return .checkUtterancesOutOfRange }
    guard (0...1_000).contains(tracers) else { return .tracersOutOfRange }
    return nil
  }
}
