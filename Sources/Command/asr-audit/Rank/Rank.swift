import Analyses
import ArgumentParser
import Files
import Manifests
import Randomness
import Ranking
import Recognizer
import RecognizerRuns
import Reports
import Traces

struct Rank: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Ranks the utterances of a corpus by how strongly training has to memorise them.",
    discussion: """
      Reads a trace table: a file of JSON Lines with the loss of each utterance after each pass of \
      training, which 'asr-audit train --traces' and any other toolkit can write:

        {"id": "u1", "pass": 3, "loss": 12.5, "tokens": 31, "frames": 412}

      "loss" is the negative log-likelihood of the whole text in nats. "hypothesis", \
      "gradient_norm", "input_gradient_norm" and "curvature" are optional.

      Utterances are ordered by the cumulative sample loss, the mean loss after a burn-in, among \
      utterances with similar numbers of tokens and frames. Wrong texts are at the top, beside \
      correct utterances that resemble no other.

      Without --traces, the command trains the embedded recogniser on the manifest and ranks by its \
      losses; --recipe is a recipe of 'asr-audit train'. --plant K puts known errors into a copy of \
      the corpus first: K utterances get the text of another one, K get one wrong word, and K/2 are \
      repeated under another text. The share of them among the first utterances is what the ranking \
      finds on this corpus; without planted errors its meaning is unknown. Ctrl-C saves such a run, \
      and --resume continues it.

      With --manifest, the command adds texts and recordings, and finds conflicts: utterances with \
      equal or nearly equal sound and different texts.

      Writes OUTPUT/ranked.tsv (all utterances), OUTPUT/ranked.json (figures, conflicts and the \
      first 1,000 utterances) and OUTPUT/ranked.html (three lists of 50 with loss curves and \
      recordings); with --drop also OUTPUT/clean and the manifest's ending, the manifest without \
      the first utterances of the ranking.

      Examples:
        asr-audit rank --traces losses.jsonl --output ranked
        asr-audit rank --traces losses.jsonl --manifest train.json --output ranked
        asr-audit rank --traces losses.jsonl --manifest train.json --output ranked \\
          --drop 100 --max-conflicts 0
        asr-audit rank --manifest train.json --recipe recipe.yml --plant 50 \\
          --output ranked
        asr-audit rank --manifest train.json --recipe recipe.yml --folds 5 \\
          --output ranked
        asr-audit rank --manifest train.json --recipe recipe.yml --curvature 3 \\
          --output ranked
      """)

  @Option(
    help: ArgumentHelp(
      "The trace table, or - for standard input (default: train the embedded recogniser).",
      valueName: "file"))
  var traces: String?

  @Option(
    help: ArgumentHelp(
      "The training manifest, in a format that 'asr-audit formats' lists.", valueName: "path"))
  var manifest: String?

  @Option(help: ArgumentHelp("The directory to write.", valueName: "dir"))
  var output: String

  @Option(help: ArgumentHelp("The model of the trace table to rank by.", valueName: "name"))
  var model = TraceRow.defaultModel

  @Option(
    help: ArgumentHelp(
      "The number of passes at the start that do not count (default: the first quarter).",
      valueName: "n"))
  var burnIn: Int?

  @Option(
    help: ArgumentHelp(
      "The number of bins of equal length (default: one for each 50 utterances, at most 20).",
      valueName: "n"))
  var bins: Int?

  @Option(
    help: ArgumentHelp(
      "Write the manifest without so many of the first utterances.", valueName: "n"))
  var drop: Int?

  @Option(
    help: ArgumentHelp(
      "The number of conflicts above which the exit status is 1 (default: no limit).",
      valueName: "n"))
  var maxConflicts: Int?

  @Option(help: ArgumentHelp("The recipe to train with, a YAML file.", valueName: "file"))
  var recipe: String?

  @Option(
    name: .customLong("init"),
    help: ArgumentHelp("A model.safetensors to start training from.", valueName: "file"))
  var start: String?

  @Option(
    help: ArgumentHelp(
      "Plant so many errors of each kind into a copy of the corpus before training.",
      valueName: "n"))
  var plant: Int?

  @Option(
    help: ArgumentHelp(
      "Let models that were not trained on an utterance transcribe it: train one for each of so many parts.",
      discussion: """
        Each of n models is trained on all parts but one, with the recipe of the training, which takes \
        n - 1 times as long in all. A model on too little speech hears little. Without this option the \
        model transcribes its own training data after three quarters of the passes.
        """, valueName: "n"))
  var folds: Int?

  @Option(
    help: ArgumentHelp(
      "Measure the curvature of the loss over so many random directions, at five checkpoints.",
      discussion: """
        The mean change of the gradient of the features (Garg et al. 2024). Each direction takes another \
        pass over the corpus at each checkpoint. It does not change the ranking; ranked.tsv lists it.
        """, valueName: "n"))
  var curvature: Int?

  @Option(help: ArgumentHelp("The seed of the planted errors (default: 1).", valueName: "n"))
  var seed: UInt64?

  @Flag(help: "Continue the training in OUTPUT, with the same options as before.")
  var resume = false

  @Flag(help: "Read no audio for the page: no conflicts are found, and it has no recordings.")
  var skipAudio = false

  @Flag(help: "Move an existing output aside.")
  var force = false

  @OptionGroup(title: "Manifest") var manifestOptions: ManifestOptions
  @OptionGroup(title: "Engine") var engine: EngineOptions

  func validate() throws {
    guard !output.isEmpty else {
      throw ValidationError("'--output' takes the name of a directory.")
    }
    for (name, value, least) in [
      ("--burn-in", burnIn, 0), ("--bins", bins, 1), ("--drop", drop, 1),
      ("--max-conflicts", maxConflicts, 0), ("--plant", plant, 1),
    ] where value.map({ $0 < least }) ?? false {
      throw ValidationError("'\(name)' takes a number from \(least).")
    }
    guard traces != nil || manifest != nil else {
      throw ValidationError("'rank' needs '--traces', or '--manifest' to train on.")
    }
    let trains: [(String, Bool)] = [
      ("--recipe", recipe != nil), ("--init", start != nil), ("--plant", plant != nil),
      ("--folds", folds != nil), ("--curvature", curvature != nil), ("--seed", seed != nil),
      ("--resume", resume),
    ]
    if traces != nil, let option = trains.first(where: \.1)?.0 {
      throw ValidationError("'\(option)' is for training, and '--traces' has its losses already.")
    }
    guard folds.map((2...20).contains) ?? true else {
      throw ValidationError("'--folds' takes a number from 2 to 20.")
    }
    guard curvature.map((1...1_000).contains) ?? true else {
      throw ValidationError("'--curvature' takes a number from 1 to 1000.")
    }
    guard plant != nil || seed == nil else { throw ValidationError("'--seed' needs '--plant'.") }
    guard !resume || !force else {
      throw ValidationError("'--resume' continues an output and '--force' replaces it.")
    }
    guard manifest != nil || drop == nil else {
      throw ValidationError("'--drop' needs '--manifest'.")
    }
    guard (manifest != nil && !skipAudio) || maxConflicts == nil else {
      throw ValidationError("'--max-conflicts' needs '--manifest' and its audio.")
    }
  }

  func run() throws {
    try refuseOverlap(
      outputs: [NamedPath("--output", output)],
      inputs: [
        NamedPath("--traces", traces), NamedPath("--recipe", recipe), NamedPath("--init", start),
      ] + manifestPaths(manifest))
    let corpus = try manifest.map { path throws(Problem) in
      try RankCorpus(path, format: manifestOptions.format(of: path), keys: manifestOptions.keys)
    }
    try corpus?.requireRemoval(of: drop)
    let sounds: Int?
    if let traces {
      let staged = try StagedDirectory(target: output, force: force)
      let ranked = try ranking(TraceReader.read(traces), of: traces)
      let result = try Result(RankAnalysis(ranked), corpus, self, in: staged.path)
      try staged.commit()
      sounds = result.show(output: staged.target)
    } else {
      let training = try training(on: corpus!)
      try training.begin(resumes: resume, force: force)
      guard let table = try training.run() else {
        print("saved; continue with --resume")
        throw ExitStatus.interrupted
      }
      let ranked = try ranking(table, of: RunFiles("\(output)/training").traces)
      var analysis = RankAnalysis(ranked)
      if let planted = training.planted {
        analysis.planted = planted.kinds
        analysis.recall = planted.recall(in: ranked)
      }
      sounds = try Result(analysis, corpus, planted: training.planted, self, in: output)
        .show(output: output)
    }
    if let maxConflicts, let sounds, sounds > maxConflicts {
      diagnose("\(counted(sounds, "conflict is", "conflicts are")) more than \(maxConflicts)")
      throw ExitStatus.gateFailed
    }
  }

  private func ranking(
    _ table: TraceTable, of path: String
  ) throws(Problem) -> RankedUtterances {
    do throws(Problem) {
      return try RankedUtterances(table, model: model, burnIn: burnIn, bins: bins)
    } catch {
      throw error.located(in: path == "-" ? "standard input" : path)
    }
  }
}
