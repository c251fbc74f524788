import ArgumentParser
import Capacity
import Files
import Traces
import Transcripts

struct CapacityScore: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Computes the result of a capacity experiment from transcripts of another toolkit.",
    discussion: """
      Reads the directory of 'capacity plan' and the transcripts of each model, in a format that \
      'asr-audit formats' lists, or one trace table with the models size-00000, size-00016, … that \
      states "hypothesis" and "loss". Size 0 is the model without canaries. Writes \
      OUTPUT/analysis.json and analysis.html.

      Example:
        asr-audit capacity score --plan planned --transcripts 0=hyp0.json \\
          --transcripts 16=hyp16.json --transcripts 32=hyp32.json --output capacity
      """)

  @Option(help: ArgumentHelp("The directory that 'capacity plan' wrote.", valueName: "dir"))
  var plan: String

  @Option(
    help: ArgumentHelp(
      "The transcripts of the model of a size; repeat the option for each size.",
      valueName: "size=file"))
  var transcripts: [String] = []

  @Option(
    help: ArgumentHelp(
      "A trace table with transcripts of all models, in place of --transcripts.",
      valueName: "file"))
  var traces: String?

  @Option(help: ArgumentHelp("The name of the recipe in the result.", valueName: "name"))
  var label = "recipe"

  @Option(help: "The directory for the result. It appears whole or not at all.")
  var output: String

  @Flag(help: "Move an existing output aside.")
  var force = false

  @Flag(help: "Print analysis.json instead of the table.")
  var json = false

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    guard transcripts.isEmpty != (traces == nil) else {
      throw ValidationError("Name '--transcripts' for each size, or '--traces'.")
    }
    guard !label.allSatisfy(\.isWhitespace) else {
      throw ValidationError("'--label' takes a text, such as \"conformer-l\".")
    }
  }

  /// The answers of the models by size, and the utterances that they were not trained on after all.
  private typealias Answers = [Int: (answers: [String: CapacityAnswer], untrained: Set<String>)]

  func run() throws {
    let files = try transcripts.map(SizedFile.init)
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [NamedPath("--plan", plan), NamedPath("--traces", traces)]
        + files.map { NamedPath("--transcripts", $0.path) })
    let inputs = try CapacityInputs.read("\(plan)/capacity.json")
    let utterances = try readUtterances(inputs)
    let answers = try traces.map { path throws(Problem) in try read(traces: path) } ?? read(files)
    let scorer = CapacityScorer(
      utterances, inputs.canaryNormalizer, tolerance: inputs.tolerance,
      baseline: answers[0]?.answers)
    var points: [CapacityPoint] = []
    for (size, found) in answers.sorted(by: { $0.key < $1.key }) {
      guard size <= scorer.ladder else {
        throw Problem(
          .badData, "size \(size) is more than the \(scorer.ladder) canaries of the plan",
          file: traces ?? files.first { $0.size == size }?.path)
      }
      do throws(Problem) {
        points.append(
          try scorer.point(size: size, answers: found.answers, leftOut: found.untrained))
      } catch {
        throw error.located(in: traces ?? files.first { $0.size == size }?.path ?? plan)
      }
    }
    guard points.contains(where: { $0.outcome != nil }) else {
      throw Problem(
        .usage, "no model was trained on canaries", field: traces == nil ? "--transcripts" : nil,
        hint: "name the transcripts of at least one size above 0")
    }
    let result = CapacityOutput(
      inputs, utterances: utterances,
      [
        CapacityResult.Series(
          name: label, parameters: nil, points: points, tolerance: inputs.tolerance)
      ])
    let staged = try StagedDirectory(target: output, force: force)
    try result.write(to: staged.path)
    try staged.commit()
    result.show(output: staged.target, asJSON: json)
  }

  /// The utterances of the plan.
  /// - Throws: if they are not those of its `capacity.json`.
  private func readUtterances(_ inputs: CapacityInputs) throws(Problem) -> [CapacityUtterance] {
    let path = "\(plan)/utterances.jsonl"
    let bytes = try readFile(path)
    try inputs.checkUtterances(bytes, file: path)
    var utterances: [CapacityUtterance] = []
    for (number, line) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      do throws(Problem) {
        utterances.append(try JSONCoding.decoded(CapacityUtterance.self, from: line))
      } catch {
        throw error.located(in: path, line: number + 1)
      }
    }
    return utterances
  }

  private func read(traces path: String) throws(Problem) -> Answers {
    let table = CapacityTraces(try TraceReader.read(path))
    let (sizes, unknown) = table.sizes
    guard unknown.isEmpty else {
      throw Problem(
        .badData, "the model '\(unknown[0].printable)' is no size of a ladder", file: path,
        field: "model", hint: "name the models size-00000, size-00016, … as the plan's files")
    }
    return Dictionary(uniqueKeysWithValues: sizes.map { ($0, table.answers(ofSize: $0)) })
  }

  private func read(_ files: [SizedFile]) throws(Problem) -> Answers {
    var answers: Answers = [:]
    for file in files {
      guard answers[file.size] == nil else {
        throw Problem(
          .usage, "size \(file.size) has two files", field: "--transcripts",
          hint: "name one file for each size")
      }
      answers[file.size] = (try file.answers(), [])
    }
    return answers
  }
}

/// A value of `--transcripts`: `16=hyp16.json`.
private struct SizedFile {
  let size: Int
  let path: String

  init(_ value: String) throws(Problem) {
    let parts = value.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, let size = Int(parts[0]), (0...SizeLadder.most).contains(size) else {
      throw Problem(
        .usage, "'\(value.printable)' does not name a size and a file", field: "--transcripts",
        hint: "write SIZE=FILE, for example --transcripts 16=hyp16.json")
    }
    self.size = size
    path = parts[1]
  }

  /// The transcripts by id, or by the name of the audio file.
  func answers() throws(Problem) -> [String: CapacityAnswer] {
    try TranscriptTable([path]).texts.mapValues { CapacityAnswer(transcript: $0) }
  }
}
