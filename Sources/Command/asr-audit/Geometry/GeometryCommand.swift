import Analyses
import ArgumentParser
import AuditModel
import Files
import Integrity
import Manifests
import Memorization
import Randomness
import RecognizerRuns
import Reports

struct GeometryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "geometry",
    abstract: "Tests whether the sounds of two sets differ before any model sees them.",
    discussion: """
      Summarises every utterance by its log-mel energies, averaged over 16 equal parts, and compares two \
      sets: the trained canaries and the controls of a ledger, or two manifests. A classifier, the \
      nearest neighbour and the width of a randomised interpolation network each have a permutation \
      test. If the sets differ, a comparison of them can look like memorization. Writes \
      OUTPUT/analysis.json and analysis.html, and exits with status 3 if the sets differ.

      Examples:
        asr-audit geometry --ledger audited/ledger.json --output geometry
        asr-audit geometry --left members.json --right held-out.json --output geometry
      """)

  @Option(
    help: ArgumentHelp(
      "The ledger that 'inject' wrote, beside its probe set.", valueName: "file"))
  var ledger: String?

  @Option(help: ArgumentHelp("The manifest of the first set.", valueName: "path"))
  var left: String?

  @Option(help: ArgumentHelp("The manifest of the second set.", valueName: "path"))
  var right: String?

  @Option(help: "The directory for the result. It appears whole or not at all.")
  var output: String

  @Option(
    help: ArgumentHelp(
      "The largest number of utterances of each set; a random sample of more.", valueName: "number")
  )
  var sample = 500

  @OptionGroup(title: "Tests") var tests: GeometryTestOptions

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print analysis.json instead of the table.")
  var json = false

  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard (ledger != nil) != (left != nil || right != nil), (left == nil) == (right == nil) else {
      throw ValidationError("Name '--ledger', or both '--left' and '--right'.")
    }
    guard (10...5_000).contains(sample) else {
      throw ValidationError("'--sample' takes a number from 10 to 5000.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [
        NamedPath("--ledger", ledger),
        NamedPath("--ledger", ledger.map { "\(parentDirectory(of: $0))/probe" }),
      ] + inputs("--left", left) + inputs("--right", right))
    let directory = try StagedDirectory(target: output, force: force)
    let seed = tests.seed?.seed ?? Seed(short: 1)
    let sides = try readSides(seed)
    let line = ProgressLine()
    defer { line.finish() }
    let sounds = try SoundSurvey(
      sides.utterances, isa: try engine.isa(), threads: engine.threadCount
    ).run { line.show("reading audio", $0, $1) }
    let result = try sides.analysis(
      sounds, settings: tests.settings, seed: seed
    ) { line.show("testing", $0, $1) }
    line.finish()
    let document = AnalysisDocument(
      .geometry, tool: toolVersion, seed: seed.bytes.hex, result)
    try writeFile("\(directory.path)/analysis.json", document.bytes)
    try writeFile(
      "\(directory.path)/analysis.html",
      Array(GeometryPage(result, tool: toolVersion).page.html.utf8))
    try directory.commit()
    if json {
      print(String(decoding: document.bytes.dropLast(), as: UTF8.self))
    } else {
      print(GeometryPrint(result).text)
      print("\nresult: \(directory.target)/analysis.html, analysis.json")
    }
    if result.differ == true { throw ExitStatus.preflight }
  }

  /// The files that the value of an option names as a manifest.
  private func inputs(_ option: String, _ value: String?) -> [NamedPath?] {
    value.map { manifestFiles($0).map { NamedPath(option, $0) } } ?? []
  }

  private func readSides(_ seed: Seed) throws(Problem) -> GeometrySides {
    if let ledger {
      return try GeometrySides(
        try LedgerFile.read(ledger).ledger, path: ledger, atMost: sample, seed: seed)
    }
    func set(_ path: String?) throws(Problem) -> GeometrySides.Manifest {
      let path = path ?? ""
      let format = try manifestOptions.format(of: path)
      return GeometrySides.Manifest(
        path: path,
        utterances: try readUtterances(path, format: format, keys: manifestOptions.keys)
          .utterances)
    }
    return try GeometrySides(set(left), set(right), atMost: sample, seed: seed)
  }
}

/// The tests of `geometry`.
struct GeometryTestOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The number of hyperplanes of the network.", valueName: "number"))
  var planes = 2_000

  @Option(
    help: ArgumentHelp(
      "The largest offset of a hyperplane; points are scaled to norms of at most 1.",
      valueName: "number"))
  var bias = 1.0

  @Option(
    help: ArgumentHelp(
      "The number of permutations for every p-value; 0 for no test.", valueName: "number"))
  var permutations = 199

  @Option(
    help: ArgumentHelp(
      "The seed for samples, hyperplanes, folds and permutations (default: 1).",
      valueName: "seed"))
  var seed: SeedArgument?

  func validate() throws {
    guard (1...100_000).contains(planes) else {
      throw ValidationError("'--planes' takes a number from 1 to 100000.")
    }
    guard bias.isFinite, bias >= 0 else {
      throw ValidationError("'--bias' takes a number from 0.")
    }
    guard (0...9_999).contains(permutations) else {
      throw ValidationError("'--permutations' takes a number from 0 to 9999.")
    }
  }

  var settings: GeometryAnalysis.Settings {
    var settings = GeometryAnalysis.Settings()
    settings.planes = planes
    settings.bias = bias
    settings.permutations = permutations
    return settings
  }
}
