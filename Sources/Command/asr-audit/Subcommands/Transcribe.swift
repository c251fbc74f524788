import ArgumentParser
import Files
import Manifests
import RecognizerRuns

struct Transcribe: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Transcribes a manifest with a model that train wrote.",
    discussion: """
      Writes one JSON object a line, in the manifest's order, with "audio_filepath", "id", "text" \
      and "pred_text", as NeMo does; 'asr-audit score' reads it. The file appears whole or not at \
      all.

      Examples:
        asr-audit transcribe --checkpoint model/model.safetensors \\
          --manifest audited/probe/probe.json --output hyp.json
        asr-audit transcribe --checkpoint model/model.safetensors \\
          --manifest dev.json --output hyp.json --beam 8 --loss
      """)

  @Option(help: ArgumentHelp("The model: a model.safetensors.", valueName: "file"))
  var checkpoint: String

  @Option(help: "What to transcribe: any format that 'asr-audit formats' lists.")
  var manifest: String

  @Option(help: ArgumentHelp("The file to write; - for standard output.", valueName: "file"))
  var output: String

  @Option(help: "The manifest's format, where detection should not decide.")
  var format: ManifestFormat?

  @Option(
    help: ArgumentHelp(
      "Beginnings that a prefix beam search keeps (default: the best token of each frame).",
      valueName: "width"))
  var beam: Int?

  @Flag(help: "Also write \"ctc_loss\": the loss of the manifest's text, in nats.")
  var loss = false

  @Flag(help: "Replace an existing file.")
  var force = false

  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else { throw ValidationError("'--output' takes the name of a file.") }
    guard beam.map((1...10_000).contains) ?? true else {
      throw ValidationError("'--beam' takes 1 to 10000.")
    }
  }

  func run() throws {
    var request = TranscriptionRun(
      manifest: manifest, checkpoint: checkpoint, threads: engine.threadCount)
    request.format = format
    request.beam = beam
    request.writesLoss = loss
    let line = ProgressLine()
    defer { line.finish() }
    let isa = try engine.isa()
    let file = try output == "-" ? nil : WholeFile(output, force: force)
    let summary = try request.run(
      isa: isa, progress: { line.show("transcribing", $0, $1) },
      write: { bytes throws(Problem) in
        if let file {
          try file.write(bytes)
        } else {
          print(String(decoding: bytes, as: UTF8.self), terminator: "")
        }
      })
    try file?.commit()
    line.finish()
    if !summary.withoutLoss.isEmpty {
      let count = summary.withoutLoss.count
      diagnose(
        "\(count) utterance(s) have a text that the model cannot write, so no loss: "
          + summary.withoutLoss.prefix(10).joined(separator: ", ") + (count > 10 ? ", …" : ""))
    }
  }
}
