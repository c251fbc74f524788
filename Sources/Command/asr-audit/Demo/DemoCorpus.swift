import ArgumentParser
import Demonstration
import Files
import Randomness
import Speech

struct DemoCorpus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Synthesises a small corpus for experiments.",
    discussion: """
      Writes OUTPUT/train.json and OUTPUT/dev.json (NeMo manifests), OUTPUT/words.txt and \
      OUTPUT/audio. The sentences are random combinations of 106 words; with --word-bank they are \
      sequences of recorded words.

      Examples:
        asr-audit demo corpus --output corpus
        asr-audit demo corpus --output digits --word-bank recordings --training 2000
      """)

  @Option(help: ArgumentHelp("The output directory.", valueName: "dir"))
  var output: String

  @Option(help: "The number of sentences in the training set.")
  var training = 3_000

  @Option(help: "The number of sentences in the dev set.")
  var dev = 240

  @Option(
    help: ArgumentHelp("The seed; equal seeds give equal files (default: 1).", valueName: "n"))
  var seed: SeedArgument?

  @OptionGroup(title: "Voices")
  var voices: VoiceOptions

  @Flag(help: "Move an existing output aside.")
  var force = false

  func validate() throws {
    guard (1...1_000_000).contains(training) else {
      throw ValidationError("'--training' expects a number from 1 to 1000000.")
    }
    guard (1...100_000).contains(dev) else {
      throw ValidationError("'--dev' expects a number from 1 to 100000.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [NamedPath("--word-bank", voices.wordBank)])
    let (synthesizer, words) = try voices.synthesizer()
    var corpus = SpokenCorpus(
      training: training, dev: dev, seed: seed?.seed ?? Seed(short: 1), synthesizer: synthesizer)
    corpus.words = words
    let staged = try StagedDirectory(target: output, force: force)
    let line = ProgressLine()
    try corpus.write(to: staged) { line.show("synthesising", $0, $1) }
    line.finish()
    try staged.commit()
    print("\(training) training sentences and \(dev) dev sentences: \(output)")
  }
}
