import Files
import Manifests
import Synchronization

/// A corpus that counts how often it is read completely.
final class CountingCorpus: TrainingCorpus {
  private let corpus: any TrainingCorpus
  private let counts = Mutex((surveys: 0, injections: 0))

  init(_ corpus: any TrainingCorpus) { self.corpus = corpus }

  var reads: (surveys: Int, injections: Int) { counts.withLock { $0 } }

  var format: ManifestFormat { corpus.format }
  var path: String { corpus.path }
  var manifestName: String { corpus.manifestName }
  var probeName: String { corpus.probeName }

  func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    counts.withLock { $0.surveys += 1 }
    return try corpus.survey(limit: limit, visit)
  }

  /// Reads a few lines only.
  func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    try corpus.audioFiles(limit: limit)
  }

  /// Reads nothing, or the recordings of a Kaldi directory with segments.
  func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    try corpus.audioFiles(of: utterances)
  }

  func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String] {
    counts.withLock { $0.surveys += 1 }
    return try corpus.plainAudioFiles(of: names)
  }

  func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    counts.withLock { $0.surveys += 1 }
    return try corpus.recordings(visit)
  }

  func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int] {
    counts.withLock { $0.injections += 1 }
    return try corpus.inject(
      injected, gaps: gaps, traits: traits, options: options, in: directory)
  }

  func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in directory: String, appearingAs final: String
  ) throws(Problem) {
    try corpus.writeProbe(
      injected, checkUtterances: checkUtterances, traits: traits, in: directory,
      appearingAs: final)
  }

  func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome {
    try corpus.remove(
      ids: ids, speakers: speakers, original: files, options: options, to: destination)
  }
}
