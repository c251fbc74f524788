import Files
import Foundation
import Kernels
import Manifests
import Memorization
import Randomness
import Ranking
import Recognizer
import RecognizerRuns
import Traces
import Transcripts

/// A training run of the embedded recogniser that gives a ranking its losses: on the corpus, or on a
/// copy with planted errors.
///
///     OUTPUT/planted.jsonl    the planted errors; empty without any
///     OUTPUT/training/        the run, as `train` writes it
///     OUTPUT/heard.jsonl      the transcripts of the model after three quarters of the passes
///     OUTPUT/folds-2/         with folds, the runs of models that leave a part of the corpus out;
///                             heard.jsonl is missing
///     OUTPUT/curvature-2/     with curvature, the measurements at several checkpoints
///
/// The directory is written step by step, so that an interrupted run can be resumed.
struct RankTraining {
  let corpus: RankCorpus
  let output: String
  let recipe: RecognizerConfiguration
  var start: String?
  /// Nil to plant nothing.
  var planted: PlantedList?
  /// The number of parts of the corpus, each of which a model that was not trained on it transcribes;
  /// nil to transcribe with the model itself before it is fully trained.
  var folds: Int?
  /// The number of random directions of the curvature; nil to leave it out.
  var draws: Int?
  var threads: Int
  var isa: ISA

  private var training: String { "\(output)/training" }
  private var list: String { "\(output)/planted.jsonl" }
  private var heard: String { "\(output)/heard.jsonl" }

  /// The utterances to train on.
  private var utterances: [RunUtterance] {
    guard let planted else { return corpus.utterances }
    var utterances = corpus.utterances
    for entry in planted.entries {
      let own = utterances[entry.error.utterance]
      let changed = RunUtterance(
        name: entry.id, text: entry.error.text, audio: own.audio, listedPath: own.listedPath,
        file: own.file, line: own.line)
      if entry.id == entry.original {
        utterances[entry.error.utterance] = changed
      } else {
        utterances.append(changed)
      }
    }
    return utterances
  }

  /// Creates the output, or checks that it is that of the same ranking.
  func begin(resumes: Bool, force: Bool) throws(Problem) {
    let lines = planted?.lines ?? []
    guard resumes else {
      let staged = try StagedDirectory(target: output, force: force)
      try writeFile("\(staged.path)/planted.jsonl", lines)
      return try staged.commit()
    }
    guard fileExists(list) else {
      throw Problem(
        .missingInput, "no ranking was begun here", file: list,
        hint: "check the directory, or leave \(RunSetting.resume) out to start one")
    }
    guard try readFile(list) == lines else {
      throw Problem(
        .usage, "other errors were planted when this ranking was begun", file: list,
        hint: "resume with the same manifest, \(RankSetting.plant) and \(RankSetting.seed)")
    }
  }

  /// Trains, transcribes on the way, and returns the trace table with what was heard; nil if the run
  /// was interrupted.
  func run() throws(Problem) -> TraceTable? {
    let deal = try deal()
    let order = ExampleOrder(
      seed: Seed(short: 0), examples: utterances.count, batchSize: recipe.training.batchSize)
    let steps = order.steps(recipe.training.length)
    let passes = steps / order.stepsPerEpoch
    // Three quarters of the steps, rounded down to whole passes if there are several. The model
    // then transcribes most correct utterances and has not memorised all wrong texts.
    let early = 3 * passes / 4
    let pause = early > 0 ? early * order.stepsPerEpoch : (3 * steps + 3) / 4
    guard try measure(passes: passes, stepsPerPass: order.stepsPerEpoch, before: pause) else {
      return nil
    }
    if folds == nil, !fileExists(heard) {
      guard try train(until: pause) != nil else { return nil }
      try listen()
    }
    guard try measure(passes: passes, stepsPerPass: order.stepsPerEpoch, before: .max),
      try train(until: .max) != nil
    else { return nil }
    let found = if let deal { try rowsWithFolds(deal) } else { try rowsWithTranscripts() }
    guard var rows = found else { return nil }
    try curvature?.add(RankCurvature.passes(of: passes), to: &rows)
    return Self.table(rows)
  }

  private var curvature: RankCurvature? {
    draws.map {
      RankCurvature(draws: $0, corpus: corpus, output: output, threads: threads, isa: isa)
    }
  }

  /// Trains to each pass whose curvature is measured, up to a step, and measures it.
  /// - Returns: false if the run was interrupted.
  private func measure(
    passes: Int, stepsPerPass: Int, before last: Int
  ) throws(Problem) -> Bool {
    guard let curvature else { return true }
    for pass in RankCurvature.passes(of: passes)
    where pass * stepsPerPass <= last && !fileExists(curvature.file(pass)) {
      guard let step = try train(until: pass * stepsPerPass) else { return false }
      guard step == pass * stepsPerPass else {
        throw Problem(
          .usage, "the training is past pass \(pass), whose curvature was not measured",
          file: training, field: "--curvature",
          hint: "resume with the same --curvature, or start a new ranking")
      }
      try curvature.measure(utterances, with: RunFiles(training).model, after: pass)
      if Interruption.isRequested { return false }
    }
    return true
  }

  /// Trains until a step, or continues a run.
  /// - Returns: the step of the model; nil if the run was interrupted.
  private func train(until last: Int) throws(Problem) -> Int? {
    var request = TrainingRequest(
      manifest: corpus.path, configuration: recipe, output: training, threads: threads)
    request.utterances = utterances
    request.start = start
    request.writesTraces = true
    request.unusable = .skip
    request.resumes = fileExists(training)
    if request.resumes { request.start = nil }
    request.pausesAfter = last
    let print = TrainingPrint()
    defer { print.finish() }
    let run = TrainingRun(request, isa: isa) { progress in
      if case .begins = progress { Interruption.listen() }
      print.show(progress)
    }
    let summary = try run.run { Interruption.isRequested }
    return summary.isComplete || summary.steps >= last ? summary.steps : nil
  }

  /// Writes the transcripts of the model as it is now.
  private func listen() throws(Problem) {
    var run = TranscriptionRun(
      manifest: corpus.path, checkpoint: RunFiles(training).model, threads: threads)
    run.utterances = utterances
    let file = try WholeFile(heard, existing: .replaced)
    let line = ProgressLine()
    defer { line.finish() }
    _ = try run.run(
      isa: isa, progress: { line.show("transcribing", $0, $1) },
      write: { bytes throws(Problem) in try file.write(bytes) })
    try file.commit()
  }

  private func rowsWithTranscripts() throws(Problem) -> [TraceRow] {
    let table = try TraceReader.read(RunFiles(training).traces)
    var rows = (0..<table.count).map { table[$0] }
    var texts: [String: String] = [:]
    let reader = try TranscriptReader(path: heard)
    try reader.forEach({ row throws(Problem) in if let id = row.id { texts[id] = row.text } })
    for utterance in table.ids.indices {
      // The first row after the burn-in decides what was heard, so every row gets it.
      for row in table.rows(of: utterance) { rows[row].hypothesis = texts[table.ids[utterance]] }
    }
    return rows
  }

  /// Trains a model for each part of the corpus on all other parts, and adds the rows of the part to
  /// those of the training.
  /// - Returns: nil if a run was interrupted.
  private func rowsWithFolds(_ deal: SubsetDeal) throws(Problem) -> [TraceRow]? {
    let directory = "\(output)/folds-\(deal.models)"
    if !fileExists(directory) {
      try StagedDirectory(target: directory, force: false).commit()
    }
    var runs = SubsetRuns(
      manifest: corpus.path, utterances: utterances, deal: deal, recipe: recipe, start: start,
      directory: directory, threads: threads, isa: isa)
    runs.measuresOnlyLeftOut = true
    guard try runs.run() else { return nil }
    let table = try TraceReader.read(RunFiles(training).traces)
    var rows = (0..<table.count).map { table[$0] }
    for model in 0..<deal.models {
      let part = try TraceReader.read(runs.rows(ofModel: model))
      rows += (0..<part.count).map { part[$0] }
    }
    return rows
  }

  /// The parts of the corpus; nil without `folds`. A repeated sound is left out with its utterance.
  private func deal() throws(Problem) -> SubsetDeal? {
    guard let folds else { return nil }
    let utterances = utterances
    guard
      let deal = SubsetDeal(
        groups: SubsetDeal.groups(of: utterances.map(\.audio)), models: folds,
        share: .allButOne(of: folds), seed: Seed(short: recipe.training.seed))
    else {
      throw Problem(
        .usage, "\(utterances.count) utterances are too few for \(folds) parts", file: corpus.path,
        field: "--folds")
    }
    return deal
  }

  private static func table(_ rows: [TraceRow]) -> TraceTable {
    do throws(TraceTable.Conflict) {
      return try TraceTable(rows)
    } catch {
      preconditionFailure("the rows were written without conflicts: \(error)")
    }
  }
}
