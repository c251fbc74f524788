import Analyses
import ArgumentParser
import Files
import Manifests
import Memorization
import RecognizerRuns
import Scoring
import Transcripts

struct Compare: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares a fine-tuned model with its base model on your utterances.",
    discussion: """
      Counts the utterances that each model writes exactly, of those that fine-tuning used and of \
      others. Only an utterance that the fine-tuned model writes exactly and the base model does not \
      can be the memory of fine-tuning; the utterances that it did not use show how much of that the \
      domain explains. No canaries are needed. Writes OUTPUT/analysis.json, analysis.html and \
      suspects.tsv.

      Transcribe both manifests with both models. A model's transcripts may be in several files.

      Examples:
        asr-audit compare --trained train.json --held-out dev.json \\
          --target tuned-train.json,tuned-dev.json \\
          --base base-train.json,base-dev.json --output compared
      """)

  @Option(
    help: ArgumentHelp("The manifest of utterances that fine-tuning used.", valueName: "path"))
  var trained: String

  @Option(
    help: ArgumentHelp(
      "The manifest of utterances of the same kind that fine-tuning did not use.", valueName: "path"
    ))
  var heldOut: String

  @Option(
    help: ArgumentHelp("The transcripts of the fine-tuned model.", valueName: "file,…"),
    transform: files)
  var target: [String]

  @Option(
    help: ArgumentHelp("The transcripts of the base model.", valueName: "file,…"),
    transform: files)
  var base: [String]

  @Option(help: "The normaliser of texts before they are compared.")
  var normalizer: Normalizer = .basic

  @Flag(help: "Leave utterances out that a model has no transcript of.")
  var skipMissing = false

  @Option(help: "The directory for the result. It appears whole or not at all.")
  var output: String

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print analysis.json instead of the table.")
  var json = false

  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions

  private static func files(_ value: String) throws -> [String] {
    let files = value.split(separator: ",").map(String.init)
    guard !files.isEmpty else { throw ValidationError("name at least one file.") }
    return files
  }

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: manifestFiles(trained).map { NamedPath("--trained", $0) }
        + manifestFiles(heldOut).map { NamedPath("--held-out", $0) }
        + target.map { NamedPath("--target", $0) } + base.map { NamedPath("--base", $0) })
    try refuseRepetition([NamedPath("--trained", trained), NamedPath("--held-out", heldOut)])
    let directory = try StagedDirectory(target: output, force: force)
    let comparison = try ComparedModels(
      target: TranscriptTable(target), base: TranscriptTable(base), normalizer: normalizer)
    var sets: [ComparedModels.Outcome] = []
    for (path, isTrained) in [(trained, true), (heldOut, false)] {
      let utterances = try readUtterances(
        path, format: manifestOptions.format(of: path), keys: manifestOptions.keys
      ).utterances
      sets.append(try comparison.compare(utterances, path, isTrained: isTrained, skipMissing))
    }
    try ComparedModels.refuseShared(sets[0], sets[1])
    let result = comparison.result(trained: sets[0], heldOut: sets[1])
    let document = AnalysisDocument(.comparison, tool: toolVersion, seed: nil, result)
    let page = ComparisonPage(result, tool: toolVersion)
    try writeFile("\(directory.path)/analysis.json", document.bytes)
    try writeFile("\(directory.path)/analysis.html", Array(page.page.html.utf8))
    try writeFile("\(directory.path)/suspects.tsv", sets[0].suspectTable)
    try directory.commit()
    if json {
      print(String(decoding: document.bytes.dropLast(), as: UTF8.self))
    } else {
      print(result.sentence)
      print("\n" + textTable(["written exactly by", "trained on", "held out"], page.rows))
      print("\nresult: \(directory.target)/analysis.html, analysis.json, suspects.tsv")
    }
  }
}
