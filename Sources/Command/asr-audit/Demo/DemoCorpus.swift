import ArgumentParser
import Demonstration
import Files
import Randomness
import Speech

struct DemoCorpus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "corpus",
    abstract: "Speaks a small corpus to try things on.",
    discussion: """
      Writes OUTPUT/train.json and OUTPUT/dev.json (NeMo manifests), OUTPUT/words.txt and \
      OUTPUT/audio. Sentences are invented over 106 words; with --word-bank they are strings of \
      recorded words.

      Examples:
        asr-audit demo corpus --output corpus
        asr-audit demo corpus --output digits --word-bank recordings --training 2000
      """)

  @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
  var output: String

  @Option(help: "Sentences to train on.")
  var training = 3_000

  @Option(help: "Sentences of the dev set.")
  var dev = 240

  @Option(help: ArgumentHelp("What fixes every byte.", valueName: "number"))
  var seed: SeedArgument?

  @OptionGroup(title: "Voices")
  var voices: VoiceOptions

  @Flag(help: "Move an existing output aside.")
  var force = false

  func validate() throws {
    guard (1...1_000_000).contains(training), (1...100_000).contains(dev) else {
      throw ValidationError("'--training' and '--dev' take a number of sentences from 1.")
    }
  }

  func run() throws {
    let (synthesizer, words) = try voices.synthesizer()
    var corpus = SpokenCorpus(
      training: training, dev: dev, seed: seed?.seed ?? Seed(short: 1), synthesizer: synthesizer)
    corpus.words = words
    let staged = try StagedDirectory(target: output, force: force)
    let line = ProgressLine()
    try corpus.write(to: staged) { line.show("speaking", $0, $1) }
    line.finish()
    try staged.commit()
    print("\(training) sentences to train on, \(dev) to judge by: \(output)")
  }
}
