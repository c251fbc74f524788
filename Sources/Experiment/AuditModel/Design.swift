import Files

/// How many canaries there are, how they sound and how often each is trained on.
///
/// All counts are per speed. At every speed there is one *coin block*, whose canaries toss a fair
/// coin each between training (as often as the first tier says) and control, and a number of *fixed
/// blocks*, each of which deals a fixed number of canaries to every later tier and to the controls.
package struct Design: Codable, Hashable, Sendable {
  /// How often a trained canary of each tier stands in the training data, ascending.
  package var repetitions = [1, 2, 4, 8, 16]
  /// How many times as fast as they were spoken.
  package var speeds = [2.0]
  package var coins = 200
  package var blocks = 20
  /// Canaries of a fixed block that go to each tier after the coin block's, then to the controls.
  package var allocation = [2, 2, 1, 1, 5]
  package var unit = PhraseUnit.words
  /// Words, letters or digits of a canary.
  package var length = 7
  /// Utterances of the user's own that join the probe set.
  package var checkUtterances = 50
  /// Extra canaries with `tracerCopies` copies each: can this training learn any canary at all?
  package var tracers = 0
  /// Probe every canary at its natural speed too.
  package var naturalSpeedProbes = false

  package static let tracerCopies = 64

  package init() {}

  /// The repetitions of the coin block's trained canaries; nil without a coin block.
  package var coinTier: Int? { coins > 0 ? repetitions.first : nil }

  /// The repetitions that fixed blocks deal to.
  package var blockTiers: [Int] { coins > 0 ? Array(repetitions.dropFirst()) : repetitions }

  /// A deal for any tiers: two canaries to each of up to 4 copies, one to each above, five controls.
  package static func standardAllocation(for tiers: [Int]) -> [Int] {
    tiers.map { $0 <= 4 ? 2 : 1 } + [5]
  }

  package var blockSize: Int { allocation.reduce(0, +) }

  /// Canaries per speed, trained and control, tracers aside.
  package var canariesPerSpeed: Int { coins + blocks * blockSize }

  /// Trained canaries per speed in a fixed-block tier.
  package func dealt(to tier: Int) -> Int {
    blockTiers.firstIndex(of: tier).map { blocks * allocation[$0] } ?? 0
  }

  /// Copies per speed that enter training, half of the coins taken as heads.
  package var expectedCopiesPerSpeed: Double {
    let fixed = zip(blockTiers, allocation).reduce(0) { $0 + $1.0 * $1.1 } * blocks
    return Double(coins * (coinTier ?? 0)) / 2 + Double(fixed + tracers * Self.tracerCopies)
  }
}

extension Design {
  /// Throws where the numbers contradict each other.
  package func validate() throws(Problem) {
    func refuse(_ option: String, _ message: String, _ hint: String? = nil) -> Problem {
      Problem(.usage, message, field: option, hint: hint)
    }
    guard !speeds.isEmpty, speeds.allSatisfy({ $0.isFinite && (0.5...10).contains($0) }) else {
      throw refuse("--speeds", "expected speeds from 0.5 to 10, such as 2 or 1.5,2,3")
    }
    guard Set(speeds).count == speeds.count else {
      throw refuse("--speeds", "a speed is named twice")
    }
    guard !repetitions.isEmpty, repetitions.allSatisfy({ (1...1024).contains($0) }),
      zip(repetitions, repetitions.dropFirst()).allSatisfy({ $0 < $1 })
    else {
      throw refuse(
        "--repetitions", "expected ascending numbers from 1 to 1024, such as 1,2,4,8,16")
    }
    guard (0...1_000_000).contains(coins), (0...100_000).contains(blocks) else {
      throw refuse("--coins", "expected 0 to 1,000,000 coins and 0 to 100,000 blocks")
    }
    guard coins + blocks > 0 else {
      throw refuse("--coins", "without coins and without blocks there is no canary")
    }
    guard !blockTiers.isEmpty || blocks == 0 else {
      throw refuse(
        "--blocks", "fixed blocks deal to the tiers after the first, and there is none",
        "name more --repetitions, or pass --blocks 0")
    }
    guard blocks > 0 || blockTiers.isEmpty else {
      throw refuse(
        "--blocks", "without fixed blocks only the tier of the coin block has canaries",
        "name one number of --repetitions, or some --blocks")
    }
    if blocks > 0 {
      guard allocation.count == blockTiers.count + 1, allocation.allSatisfy({ $0 >= 1 }) else {
        let tiers = blockTiers.map(String.init).joined(separator: ", ")
        throw refuse(
          "--allocation",
          "expected \(blockTiers.count + 1) numbers from 1: canaries of a block for the tiers \(tiers), "
            + "then controls",
          "such as \(Self.standardAllocation(for: blockTiers).map(String.init).joined(separator: ","))"
        )
      }
      guard allocation.allSatisfy({ $0 <= 1000 }) else {
        throw refuse("--allocation", "a block deals at most 1000 canaries to a tier")
      }
    }
    guard (1...50).contains(length) else {
      throw refuse("--words", "expected 1 to 50 words, letters or digits")
    }
    guard (0...10_000).contains(checkUtterances) else {
      throw refuse("--check utterances", "expected 0 to 10,000 check utterances")
    }
    guard (0...1_000).contains(tracers) else {
      throw refuse("--tracers", "expected 0 to 1,000 tracers")
    }
  }
}
