import AuditModel
import Files
import Manifests

/// The results of the one pass over a corpus that planning takes.
struct CorpusSurvey {
  private(set) var traits: CorpusTraits
  let text: CorpusText
  /// A random sample of the utterances that have a text and local audio.
  let checkUtterances: [Utterance]
  /// Another random sample of these utterances, in random order.
  let sample: [Utterance]

  private static let sampleSize = 1_000

  /// - Throws: also if the corpus has a canary of a known ledger.
  init(_ request: InjectionRequest, progress: InjectionProgress) throws(Problem) {
    let design = request.experiment.design
    var text = CorpusText(
      unit: design.unit, length: design.length, words: request.voices.listedWords,
      asciiOnly: request.voices.asciiWordsOnly)
    var checkUtterances = Reservoir<Utterance>(
      capacity: design.checkUtterances,
      random: request.experiment.seed.stream("check_utterances"))
    var random = request.experiment.seed.stream("corpus_sample")
    var sample = Reservoir<Utterance>(capacity: Self.sampleSize, random: random)
    let known = KnownCanaries(request.knownLedgers)
    var count = 0
    traits = try request.corpus.survey(limit: nil) { utterance throws(Problem) in
      text.add(utterance.text)
      if !utterance.text.isEmpty, !utterance.isRemote {
        checkUtterances.offer(utterance.detached)
        sample.offer(utterance.detached)
      }
      try known.refuse(utterance)
      count += 1
      if count % 100_000 == 0 { progress(.reading, count, nil) }
    }
    self.text = text
    self.checkUtterances = checkUtterances.items
    // A reservoir is random, but its order is not.
    var shuffled = sample.items
    random.shuffle(&shuffled)
    self.sample = shuffled
    try refuseObstacles(request)
  }

  /// Checks everything in the corpus that an injection cannot keep, before anything is rendered, and
  /// determines the fields of injected entries.
  private mutating func refuseObstacles(_ request: InjectionRequest) throws(Problem) {
    if let obstacle = traits.obstacles.first { throw obstacle }
    let pathObstacle =
      request.output.absolutePaths ? traits.absolutePathObstacle : traits.relativePathObstacle
    if let pathObstacle { throw pathObstacle }
    let varying = try traits.setFields(request.fieldValues)
    guard varying.isEmpty else {
      throw Problem(
        InjectionProblem.varyingFields(varying, isDirectory: traits.isDirectory),
        file: request.corpus.path)
    }
  }
}

extension InjectionRequest.Voices {
  /// The words that canaries are drawn from; nil for those of the corpus.
  fileprivate var listedWords: [String]? {
    switch words {
    case .common: CommonWords.all
    case .list(let words, _): words
    case .corpus: nil
    }
  }
}

/// The ids of the canaries of known ledgers.
private struct KnownCanaries {
  /// The path of the ledger, by id.
  private var ledgers: [String: String] = [:]

  init(_ known: [(path: String, ledger: Ledger)]) {
    for (path, ledger) in known {
      for id in ledger.trainingIDs { ledgers[id] = path }
      for probe in ledger.probes { ledgers[probe.probeID] = path }
    }
  }

  func refuse(_ utterance: Utterance) throws(Problem) {
    guard !ledgers.isEmpty else { return }
    let id = utterance.name
    guard let ledger = ledgers[id] else { return }
    throw Problem(
      InjectionProblem.alreadyInjected(id: id, ledger: ledger), file: utterance.file,
      line: utterance.line)
  }
}
