import ArgumentParser
import AuditModel
import Files

/// The options for the design: how many canaries there are, how fast they are and how often they are
/// trained. All counts are per speed.
struct DesignOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Speeds of the canaries, for example 2 or 1.5,2,3 (default: 2; 2x is accepted too).",
      valueName: "speeds"))
  var speeds: SpeedList?

  @Option(help: "Repetitions of each tier: how often its canaries occur in the training data.")
  var repetitions = IntegerList([1, 2, 4, 8, 16])

  @Option(help: "Canaries that a fair coin flip assigns to the first tier or to the controls.")
  var coins = 200

  @Option(help: "Fixed blocks, whose canaries are assigned to the later tiers and the controls.")
  var blocks = 20

  @Option(
    help: ArgumentHelp(
      "Canaries of a fixed block for each later tier, then for the controls.",
      discussion: "Default: 2 for tiers of up to 4 repetitions, 1 for other tiers, 5 controls.",
      valueName: "n,n,…"))
  var allocation: IntegerList?

  @Option(
    help: ArgumentHelp(
      "Length of a canary in words, letters or digits (default: 7).", valueName: "words"))
  var words: Int?

  @Option(help: "Units that canaries are made of.")
  var units = PhraseUnit.words

  @Option(
    help: "Utterances of the corpus in the probe set; they show whether the decoder works.")
  var checkUtterances = 50

  @Option(
    help: ArgumentHelp(
      "Extra canaries with 64 repetitions; they show whether training used the canaries.",
      discussion:
        "Default: 2, or as many as the voices and controls need for a p-value below 0.01. With 0, only a "
        + "detection or losses show it."))
  var tracers: Int?

  @Flag(
    help: "Also probe every canary at 1x, to separate memorized text from memorized audio.")
  var naturalSpeedProbes = false

  @Option(
    help: ArgumentHelp(
      "Whether the probe set also has the words of each canary in another order, never trained "
        + "(default: yes, but no with shuffled texts).",
      discussion: "They show whether a model memorised utterances or only learnt words at this "
        + "speed. They double the probe set and add nothing to the training data.",
      valueName: "yes|no"))
  var recombinedControls: YesOrNo?

  @Option(
    help: ArgumentHelp(
      "Texts of canaries: own, which their sounds say, or shuffled.",
      discussion: """
        With shuffled, the sound of each canary says another random text, so no sound tells its text: \
        controls are never transcribed exactly, at any speed, not even by a model that understands the \
        canaries, and every exact transcript is memorised. Use it with --speeds 1 where no speed keeps \
        controls from being recognised. It measures whether training can store texts, which is harder \
        than to memorise what a sound says. There are then no recombined controls.
        """))
  var texts = CanaryTexts.own

  /// - Parameters:
  ///   - words: the length of a canary if no option states it.
  ///   - speed: the speed if no option states it.
  /// - Throws: `.usage` if the numbers contradict each other.
  func design(voices: Int, words defaultWords: Int = 7, speed: Double = 2) throws(Problem) -> Design
  {
    var design = Design()
    design.speeds = speeds?.values ?? [speed]
    design.repetitions = repetitions.values
    design.coins = coins
    design.blocks = blocks
    design.allocation =
      allocation?.values ?? (blocks > 0 ? Design.standardAllocation(for: design.blockTiers) : [])
    design.unit = units
    design.length = words ?? defaultWords
    design.checkUtterances = checkUtterances
    design.tracers = tracers ?? DesignCheck.fewestTracers
    design.naturalSpeedProbes = naturalSpeedProbes
    design.texts = texts == .own ? nil : texts
    design.recombinedControls = (recombinedControls ?? (texts == .own ? .yes : .no)) == .yes
    try design.validate()
    if tracers == nil {
      design.tracers =
        DesignCheck.sufficientTracers(
          design, voices: voices,
          permutations: PrimaryAnalysis(normalizer: "").permutations) ?? 0
    }
    return design
  }
}

extension CanaryTexts: ExpressibleByArgument {}

/// An option whose default may be yes.
enum YesOrNo: String, CaseIterable, ExpressibleByArgument {
  case yes, no
}
