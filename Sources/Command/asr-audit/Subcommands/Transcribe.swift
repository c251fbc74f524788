import ArgumentParser
import Files
import Manifests
import RecognizerRuns

struct Transcribe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Transcribes a manifest with a model that 'asr-audit train' wrote.",
    discussion: """
      Writes one JSON object per line, in the order of the manifest, with the keys "audio_filepath" \
      (the path as the manifest has it), "id", "text" and "pred_text", as NeMo does. 'asr-audit \
      score' reads this format.

      Examples:
        asr-audit transcribe --checkpoint model/model.safetensors \\
          --manifest audited/probe/probe.json --output hyp.json
        asr-audit transcribe --checkpoint model/model.safetensors \\
          --manifest dev.json --output hyp.json --beam 8 --loss
        asr-audit transcribe --checkpoint model/model.safetensors \\
          --manifest dev.json --output - | head
      """)

  @Option(help: ArgumentHelp("The model, a model.safetensors.", valueName: "file"))
  var checkpoint: String

  @Option(
    help: ArgumentHelp(
      "The manifest to transcribe, in a format that 'asr-audit formats' lists.",
      valueName: "path"))
  var manifest: String

  @Option(help: ArgumentHelp("The file to write, or - for standard output.", valueName: "file"))
  var output: String

  @Option(
    help: ArgumentHelp(
      "The width of a prefix beam search (default: greedy decoding, the best token per frame).",
      valueName: "width"))
  var beam: Int?

  @Flag(help: "Also write \"ctc_loss\", the loss of the manifest's text in nats.")
  var loss = false

  @Flag(help: "Move an existing file aside.")
  var force = false

  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("'--output' takes the name of a file.") }
    guard beam.map((1...10_000).contains) ?? true else {
      throw ValidationError("'--beam' takes a number from 1 to 10000.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [NamedPath("--checkpoint", checkpoint)] + manifestPaths(manifest))
    var request = TranscriptionRun(
      manifest: manifest, checkpoint: checkpoint, threads: engine.threadCount)
    request.format = try manifestOptions.format(of: manifest)
    request.keys = manifestOptions.keys
    request.beam = beam
    request.writesLoss = loss
    let line = ProgressLine()
    defer { line.finish() }
    let isa = try engine.isa()
    let file = try LineOutput(output, force: force)
    let summary = try request.run(
      isa: isa, progress: { line.show("transcribing", $0, $1) },
      write: { bytes throws(Problem) in try file.write(bytes) })
    try file.commit()
    line.finish()
    diagnoseWithoutLoss(summary.withoutLoss)
  }
}
