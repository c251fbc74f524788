import ArgumentParser
import Files
import Manifests
import Randomness
import RecognizerRuns
import Traces

struct Trace: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measures every utterance of a manifest with a finished model, as a trace table.",
    discussion: """
      Writes one JSON object per line, in the order of the manifest: the loss of the text in nats, \
      the numbers of tokens and frames, the transcript, the norm of the gradient of the loss per \
      token with respect to the features, and the token with the highest share of the loss. With \
      --curvature N also the mean change of that gradient over N random directions (Garg et al. \
      2024), which takes N further passes. 'asr-audit rank' reads the table.

      Examples:
        asr-audit trace --checkpoint model/model.safetensors \\
          --manifest train.json --output traces.jsonl
        asr-audit trace --checkpoint model/model.safetensors \\
          --manifest train.json --output traces.jsonl.gz \\
          --curvature 3 --in-training yes
      """)

  /// The answer to the question whether the model was trained on the manifest.
  enum Membership: String, CaseIterable, ExpressibleByArgument {
    case yes, no
  }

  @Option(help: ArgumentHelp("The model, a model.safetensors.", valueName: "file"))
  var checkpoint: String

  @Option(
    help: ArgumentHelp(
      "The manifest to measure, in a format that 'asr-audit formats' lists.", valueName: "path"))
  var manifest: String

  @Option(
    help: ArgumentHelp(
      "The trace table to write, or - for standard output. A name that ends in .gz is compressed.",
      valueName: "file"))
  var output: String

  @Option(help: ArgumentHelp("The name of the model in the table.", valueName: "name"))
  var modelName = TraceRow.defaultModel

  @Option(help: "Whether the model was trained on the utterances (default: unknown).")
  var inTraining: Membership?

  @Option(
    help: ArgumentHelp(
      "The number of random directions of the curvature (default: 0, none).", valueName: "n"))
  var curvature = 0

  @Option(
    help: ArgumentHelp("The seed of the random directions (default: 1).", valueName: "n"))
  var seed: UInt64 = 1

  @Flag(help: "Move an existing file aside.")
  var force = false

  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("'--output' takes the name of a file.") }
    guard !modelName.isEmpty else { throw ValidationError("'--model-name' takes a name.") }
    guard (0...1_000).contains(curvature) else {
      throw ValidationError("'--curvature' takes a number from 0 to 1000.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [NamedPath("--checkpoint", checkpoint)] + manifestPaths(manifest))
    var request = TraceRun(
      manifest: manifest, checkpoint: checkpoint, threads: engine.threadCount)
    request.format = try manifestOptions.format(of: manifest)
    request.keys = manifestOptions.keys
    request.model = modelName
    request.isInTraining = inTraining.map { $0 == .yes }
    request.settings.draws = curvature
    request.settings.seed = Seed(short: seed)
    let line = ProgressLine()
    defer { line.finish() }
    let isa = try engine.isa()
    let file = try LineOutput(output, force: force, compresses: true)
    let withoutLoss = try request.run(
      isa: isa, progress: { line.show("measuring", $0, $1) },
      write: { bytes throws(Problem) in try file.write(bytes) })
    try file.commit()
    line.finish()
    diagnoseWithoutLoss(withoutLoss)
  }
}
