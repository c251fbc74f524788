import ArgumentParser
import AuditModel
import Files

/// How many canaries, how fast, how often. All counts are for each speed.
struct DesignOptions: ParsableArguments {
  @Option(help: "Speeds of the canaries, such as 2 or 1.5,2,3.")
  var speeds = NumberList([2])

  @Option(help: "How often trained canaries of each tier stand in the training data.")
  var repetitions = IntegerList([1, 2, 4, 8, 16])

  @Option(help: "Canaries that toss a fair coin between the first tier and the controls.")
  var coins = 200

  @Option(help: "Blocks of canaries that are dealt to the later tiers and the controls.")
  var blocks = 20

  @Option(
    help: ArgumentHelp(
      "Canaries of a block for each later tier, then for the controls.",
      discussion: "Default: 2 for tiers of up to 4 copies, 1 for others, 5 controls.",
      valueName: "n,n,…"))
  var allocation: IntegerList?

  @Option(help: "Words, letters or digits of a canary.")
  var words = 7

  @Option(help: "What canaries are made of.")
  var units = PhraseUnit.words

  @Option(help: "Utterances of the corpus that join the probe set, to tell a dead decoder.")
  var checkUtterances = 50

  @Option(help: "Extra canaries with 64 copies: can this training learn any canary at all?")
  var tracers = 0

  @Flag(help: "Probe every canary at natural speed too: was it the text or the sound?")
  var naturalSpeedProbes = false

  /// - Throws: usage problems that the numbers have among themselves.
  func design() throws(Problem) -> Design {
    var design = Design()
    design.speeds = speeds.values
    design.repetitions = repetitions.values
    design.coins = coins
    design.blocks = blocks
    design.allocation =
      allocation?.values ?? (blocks > 0 ? Design.standardAllocation(for: design.blockTiers) : [])
    design.unit = units
    design.length = words
    design.checkUtterances = checkUtterances
    design.tracers = tracers
    design.naturalSpeedProbes = naturalSpeedProbes
    try design.validate()
    return design
  }
}
