import Files

/// A reason why a design is refused. The messages name no command-line options; the command adds those.
package enum DesignProblem: ProblemCause, Hashable {
  // MARK: - The numbers contradict each other

  case speedsOutOfRange
  case repeatedSpeed
  case repetitionsNotAscending
  case countsOutOfRange
  case noCanaries
  /// There are fixed blocks, but every tier belongs to the coin block.
  case noTierForBlocks
  /// Some tiers belong to fixed blocks, but there are none.
  case noBlocksForTiers
  /// The tiers that a fixed block needs a count for, before the count of controls.
  case wrongAllocation(tiers: [Int])
  case allocationTooLarge
  case lengthOutOfRange
  /// A canary of one word, letter or digit has no other order.
  case tooShortToRecombine
  /// The sound of a canary with a shuffled text has none of its words, so no order of them is said.
  case recombinedShuffledTexts
  /// At natural speed the sound of a canary with a shuffled text says other words too.
  case naturalSpeedOfShuffledTexts
  case checkUtterancesOutOfRange
  case tracersOutOfRange

  // MARK: - The design cannot decide anything

  /// The primary analysis cannot reach its level with any result.
  /// - manyVoices: whether fewer voices would help, because coins are exchanged within one voice.
  case cannotReject(smallestP: Double, needed: Double, manyVoices: Bool)
  /// So few controls that even none recognised leaves their rate above a fifth.
  case tooFewControls(Int)
  /// So few tracers that recognising all of them proves nothing, their smallest possible p-value, and
  /// the number that is needed; nil if no number is enough with these controls and voices.
  case tooFewTracers(Int, smallestP: Double, needed: Int?)

  package var kind: Problem.Kind { .usage }

  package var field: String? {
    switch self {
    case .speedsOutOfRange, .repeatedSpeed: "speeds"
    case .repetitionsNotAscending: "repetitions"
    case .countsOutOfRange, .noCanaries: "coins"
    case .noTierForBlocks, .noBlocksForTiers: "blocks"
    case .wrongAllocation, .allocationTooLarge: "allocation"
    case .lengthOutOfRange, .tooShortToRecombine: "length"
    case .recombinedShuffledTexts, .naturalSpeedOfShuffledTexts: "texts"
    case .checkUtterancesOutOfRange: "check_utterances"
    case .tracersOutOfRange, .tooFewTracers: "tracers"
    case .cannotReject, .tooFewControls: nil
    }
  }

  package var message: String {
    switch self {
    case .speedsOutOfRange: "expected speeds from 0.5 to 10, such as 2 or 1.5,2,3"
    case .repeatedSpeed: "a speed is given twice"
    case .repetitionsNotAscending:
      "expected ascending numbers from 1 to 1024, such as 1,2,4,8,16"
    case .countsOutOfRange: "expected 0 to 1,000,000 coins and 0 to 100,000 blocks"
    case .noCanaries: "without coins and without blocks there are no canaries"
    case .noTierForBlocks:
      "fixed blocks assign canaries to the tiers after the first, and there is only one tier"
    case .noBlocksForTiers:
      "without fixed blocks only the first tier, which belongs to the coin block, has canaries"
    case .wrongAllocation(let tiers):
      "expected \(tiers.count + 1) numbers from 1: the canaries of a block for the tiers "
        + "\(tiers.map(String.init).joined(separator: ", ")), then the controls"
    case .allocationTooLarge: "a block assigns at most 1000 canaries to a tier"
    case .lengthOutOfRange: "expected 1 to 50 words, letters or digits"
    case .tooShortToRecombine:
      "recombined controls need canaries of at least \(Design.fewestRecombined) words, letters or "
        + "digits"
    case .recombinedShuffledTexts:
      "shuffled texts have no recombined controls, because the sound of a canary has none of its words"
    case .naturalSpeedOfShuffledTexts:
      "shuffled texts have no natural-speed probes, because the sound of a canary says other words at "
        + "any speed"
    case .checkUtterancesOutOfRange: "expected 0 to 10,000 check utterances"
    case .tracersOutOfRange: "expected 0 to 1,000 tracers"
    case .cannotReject(let smallestP, let needed, _):
      "this design cannot detect anything: its smallest possible p-value is "
        + "\(rounded(smallestP)), and the primary analysis needs \(needed) or less"
    case .tooFewControls(let controls):
      "\(controls) controls per speed are too few to show that controls are not recognised; at "
        + "least \(DesignCheck.fewestControls) are needed"
    case .tooFewTracers(1, _, _):
      "a single tracer per speed is no proof that training used the canaries; at least "
        + "\(DesignCheck.fewestTracers) are needed"
    case .tooFewTracers(let tracers, let smallestP, _):
      "\(tracers) tracers per speed cannot prove that training used the canaries: their smallest "
        + "possible p-value is \(rounded(smallestP)), and \(DesignCheck.tracerLevel) or more proves nothing"
    }
  }

  package var hint: String? {
    switch self {
    case .wrongAllocation(let tiers):
      "for example "
        + Design.standardAllocation(for: tiers).map(String.init).joined(separator: ",")
    case .tooFewTracers(_, _, let needed):
      needed.map { "plan \($0) tracers, or none" } ?? "plan more controls per voice, or no tracers"
    default: nil
    }
  }

  /// Three decimals, or all digits for values below 0.001.
  private func rounded(_ p: Double) -> String {
    p >= 0.001 ? "\((p * 1000).rounded() / 1000)" : "\(p)"
  }
}
