import Files
import Manifests

/// Utterances that were drawn from a corpus, with the audio files that they refer to.
struct CorpusSample {
  struct Item: Sendable {
    let utterance: Utterance
    /// The audio file; nil if the audio is not a plain file.
    let file: AudioSource?

    /// True if the audio is a file that does not exist.
    var lacksAudio: Bool { file.map { !$0.isPresent } ?? false }
  }

  /// Random utterances in random order.
  let items: [Item]

  init(_ utterances: [Utterance], of corpus: any TrainingCorpus) throws(Problem) {
    let files = try corpus.audioFiles(of: utterances)
    items = zip(utterances, files).map { Item(utterance: $0, file: $1) }
  }
}

/// The check utterances of an audit. Utterances whose audio exists are preferred.
struct CheckUtteranceChoice {
  let utterances: [Utterance]
  /// The number of utterances that were drawn first and whose audio does not exist.
  let missing: Int
  /// The number of these that others replace.
  let replaced: Int

  /// - Parameters:
  ///   - drawn: the utterances to use if all of them have audio.
  ///   - spare: more utterances of the corpus in random order.
  init(_ drawn: CorpusSample, spare: () throws(Problem) -> CorpusSample) throws(Problem) {
    var items = drawn.items
    let missing = items.indices.filter { items[$0].lacksAudio }
    self.missing = missing.count
    guard !missing.isEmpty else {
      utterances = items.map(\.utterance)
      replaced = 0
      return
    }
    func place(_ item: CorpusSample.Item) -> String {
      "\(item.utterance.file):\(item.utterance.line)"
    }
    let taken = Set(items.map(place))
    let free = try spare().items.filter {
      !taken.contains(place($0)) && $0.file != nil && !$0.lacksAudio
    }
    for (index, item) in zip(missing, free) { items[index] = item }
    replaced = min(missing.count, free.count)
    utterances = items.map(\.utterance)
  }

  /// A message about audio that does not exist; nil if all of it exists.
  var warning: String? {
    guard missing > 0 else { return nil }
    let left = missing - replaced
    let found =
      "the audio of \(missing) of \(utterances.count) utterances of a random sample does not exist"
    return left == 0
      ? found + "; the check utterances are others whose audio exists"
      : found + ", so \(left) check utterances have no audio and 'verify' will fail; is a disk "
        + "missing?"
  }
}
