import Files
import Manifests
import Speech

/// Utterances that were drawn from a corpus, with the audio files that they refer to.
struct CorpusSample {
  struct Item: Sendable {
    let utterance: Utterance
    /// The audio file; nil if the audio is not a plain file, or if no archive has it.
    let file: AudioSource?
    /// True if the audio has to be in an archive.
    let isArchived: Bool

    var place: String { "\(utterance.file):\(utterance.line)" }

    /// The reason why the audio cannot be decoded; nil if it can, and if it is not in a file.
    var defect: AudioDefect? {
      guard let file else { return isArchived ? .missing : nil }
      guard file.isPresent else { return .missing }
      return (try? AudioFile.header(of: file)) == nil ? .unreadable(file.label) : nil
    }
  }

  /// Random utterances in random order.
  let items: [Item]

  init(_ utterances: [Utterance], of corpus: any TrainingCorpus) throws(Problem) {
    let files = try corpus.audioFiles(of: utterances)
    let isArchived = corpus.format.hasShards
    items = zip(utterances, files).map {
      Item(utterance: $0, file: $1, isArchived: isArchived)
    }
  }
}

/// A defect of the audio of an utterance.
enum AudioDefect {
  /// The file, or the member of an archive, does not exist.
  case missing
  /// It is no audio. The value is its path.
  case unreadable(String)
}
