import Analyses
import Files
import Randomness
import Ranking
import Recognizer
import RecognizerRuns
import Reports

extension Rank {
  /// The finished analysis, whose files have been written.
  struct Result {
    private let analysis: RankAnalysis
    private let clean: (name: String, dropped: Int)?

    /// Adds what the manifest says and writes all files into a directory that exists.
    init(
      _ ranking: RankAnalysis, _ corpus: RankCorpus?, planted: PlantedList? = nil, _ options: Rank,
      in directory: String
    ) throws(Problem) {
      var analysis = ranking
      let ranked = ranking.ranked
      try corpus?.describe(
        &analysis, traces: options.traces ?? "\(options.output)/training", planted: planted)
      if let drop = options.drop, drop >= ranked.traces.count {
        throw Problem(
          .usage, "\(drop) is the whole ranking of \(ranked.traces.count) utterances",
          field: "--drop")
      }
      let line = ProgressLine()
      defer { line.finish() }
      var recordings: [String: AudioSample] = [:]
      if let corpus, !options.skipAudio {
        analysis.sounds = try corpus.compareSounds(
          isa: options.engine.isa(), threads: options.engine.threadCount
        ) { line.show("reading audio", $0, $1) }
        recordings = try corpus.recordings(of: RankPage.shown(analysis), planted: planted)
      }
      line.finish()
      let seed = options.plant == nil ? nil : String(options.seed ?? Rank.defaultSeed)
      try RankOutput(analysis, recordings, seed: seed).write(to: directory)
      if let corpus, let drop = options.drop {
        clean = try corpus.writeClean(without: drop, of: analysis, in: directory)
      } else {
        clean = nil
      }
      self.analysis = analysis
    }

    /// Prints the summary.
    /// - Returns: the number of conflicts; nil if no audio was read.
    func show(output: String) -> Int? {
      RankPrint(analysis).show(output: output, clean: clean)
      return analysis.sounds?.conflicts.count
    }
  }

  static let defaultSeed: UInt64 = 1

  /// The training run that gives the losses.
  func training(on corpus: RankCorpus) throws(Problem) -> RankTraining {
    var training = RankTraining(
      corpus: corpus, output: output, recipe: try trainingRecipe(recipe, startingFrom: start),
      threads: engine.threadCount,
      isa: try engine.isa())
    training.start = start
    training.folds = folds
    training.draws = curvature
    guard let plant else { return training }
    let texts = corpus.utterances.map(\.text)
    guard
      let planted = PlantedErrors(
        in: texts, count: plant, seed: Seed(short: seed ?? Self.defaultSeed))
    else {
      throw Problem(
        .usage,
        "\(corpus.utterances.count) utterances are too few for \(plant) planted errors of each kind",
        file: corpus.path, field: "--plant",
        hint: "at most half of the utterances may have an error, and texts of one word cannot")
    }
    training.planted = PlantedList(planted, ids: corpus.utterances.map(\.name))
    return training
  }
}
