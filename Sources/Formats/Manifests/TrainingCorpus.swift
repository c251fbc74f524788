import Files
import Integrity

/// What one pass over a corpus has found out.
package struct CorpusTraits: Sendable {
  package var utterances = 0
  /// Lines of the file that injected lines are scattered over.
  package var lines = 0
  /// Sum of the durations that the manifest states, in seconds.
  package var statedSeconds = 0.0
  /// How many utterances state one.
  package var utterancesWithDuration = 0
  /// How often each language code occurs, where the format has one.
  package var languages: [String: Int] = [:]
  /// Oddities that do not stop the run, ready to print.
  package var warnings: [String] = []
  /// How to give the original bytes back.
  package var files: [ManifestFile] = []
  /// What the file was when it was read; a second pass holds it to that.
  var stamp: FileStamp?
  /// Format-specific: which keys the entries have, how lines end.
  var style = EntryStyle()

  package init() {}

  /// The commonest language; of equals, the first in byte order.
  var language: String? {
    languages.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key
  }
}

/// One file of the user's manifest, as it was.
package struct ManifestFile: Codable, Hashable, Sendable {
  package let name: String
  /// Of the bytes, decompressed.
  package let digest: Digest
  /// Whether the last line ends in a line feed.
  package let isTerminated: Bool
  package let isCompressed: Bool
}

/// How the user's entries look, so that injected ones do not stand out.
package struct EntryStyle: Sendable {
  var endsLinesWithCarriageReturn = false
  /// `sampling_rate` or `sample_rate`, where the entries have one.
  var sampleRateKey: String?
  var hasLanguage = false
  var hasRelativePaths = false
  /// First components of relative paths that begin like the folder for injected audio.
  var takenFolderNames: Set<String> = []
}

/// A corpus that canaries can be injected in. Nothing here changes the user's files.
package protocol TrainingCorpus: Sendable {
  var format: ManifestFormat { get }
  var path: String { get }
  /// `train.json` for a manifest; empty where a directory is the manifest.
  var manifestName: String { get }
  /// `probe.json` for a manifest, with the extensions of the user's; empty where a directory is it.
  var probeName: String { get }

  /// Reads everything once, checking it, in memory that does not grow with the corpus.
  /// - Parameter limit: reads only so many utterances; the traits then hold for these alone.
  func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits

  /// The first audio files that are plain paths, made absolute as the toolkit would; at most
  /// `limit`. Commands (Kaldi's pipes) are data and are never run.
  func audioFiles(limit: Int) throws(Problem) -> [String]

  /// Returns the audio files of some utterances by name, made absolute as the toolkit does.
  /// Utterances whose audio is not a plain file (a command, an archive, an address) are left out.
  /// Whether the files exist is not checked.
  func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String]

  /// As `survey` without a limit, and where the sound of each utterance is. Whether a file is there
  /// is not asked.
  /// - Throws: also where the sound is no file: behind a command or an address, in an archive.
  func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits

  /// Writes the user's entries and the injected ones to `directory`, which exists.
  /// - Parameter gaps: how many of the user's lines stand before each injected one, ascending;
  ///   formats that demand an order of their own take no notice.
  /// - Returns: in which line each injected utterance stands, counted from 1; empty where the
  ///   format orders the lines.
  func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int]

  /// Writes a manifest of the same format for decoding, entries in the order of their ids, to
  /// `directory`, which holds the folder for audio and will be renamed to `final`; an empty `final`
  /// asks for paths relative to the manifest.
  func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in directory: String,
    appearingAs final: String
  ) throws(Problem)

  /// Copies the manifest at `path` to `destination` without the injected entries.
  /// - Returns: the ids that were found, and whether the result is the original, byte for byte.
  func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String
  ) throws(Problem) -> RemovalOutcome
}

package struct InjectionOptions: Codable, Hashable, Sendable {
  /// Turns the user's relative paths into absolute ones instead of linking what they lead to.
  package var absolutePaths: Bool
  /// The directory that relative paths start from: the original manifest's.
  package var sourceDirectory: String
  /// Injected audio's folder beside the manifest.
  package var audioFolder: String

  package init(absolutePaths: Bool, sourceDirectory: String, audioFolder: String) {
    self.absolutePaths = absolutePaths
    self.sourceDirectory = sourceDirectory
    self.audioFolder = audioFolder
  }
}

package struct RemovalOutcome: Sendable {
  package var found: Set<String> = []
  /// Entries taken out; more than were found where one stands there twice.
  package var entries = 0
  /// Files whose user lines are no longer what they were at injection.
  package var changedFiles: [String] = []
}

extension CorpusTraits {
  /// A folder name for injected audio that no relative path of the corpus uses.
  package var freeAudioFolder: String {
    (1...).lazy.map { $0 == 1 ? audioFolderName : "\(audioFolderName)-\($0)" }
      .first { !style.takenFolderNames.contains($0) }!
  }
}

package let audioFolderName = "utterances"
