import Files
import Integrity

/// The properties of a corpus that one pass over it determines.
package struct CorpusTraits: Sendable {
  package var utterances = 0
  /// The number of lines among which injected lines are placed.
  package var lines = 0
  /// The sum of the durations in the manifest, in seconds.
  package var statedSeconds = 0.0
  /// The number of utterances that have a duration.
  package var utterancesWithDuration = 0
  /// The number of utterances with each language code, if the format has language codes.
  package var languages: [String: Int] = [:]
  /// The language of canaries that the user states; nil for that of the corpus.
  var statedLanguage: String?
  /// Messages about findings that do not stop the run.
  package var warnings: [String] = []
  /// Findings that stop an injection. Training and verification are possible nevertheless.
  package var obstacles: [Problem] = []
  /// A relative path that only an injection with absolute paths can keep.
  package var relativePathObstacle: Problem?
  /// A path that an injection with absolute paths cannot keep.
  package var absolutePathObstacle: Problem?
  /// The fields of the entries beside those that every injected entry has.
  var census = FieldCensus(.json)
  /// The original files, for restoring them and for checking that they were restored.
  package var files: [ManifestFile] = []
  /// The traits of each file of a manifest that consists of several.
  var parts: [CorpusTraits] = []
  /// The numbers of the archives with the audio, ascending; nil for a corpus of files.
  package var shards: [Int]?
  /// The state of the file when it was read; a second pass checks that it has not changed.
  var stamp: FileStamp?
  /// The keys of the entries and the line ends; the content depends on the format.
  var style = EntryStyle()

  package init() {}

  /// True if the fields are files of a directory and not keys of entries.
  package var isDirectory: Bool { census.kind == .directory }

  /// The language of canaries: the stated one, or the most frequent one; if several are equally
  /// frequent, the first by name.
  var language: String? { statedLanguage ?? languagesByFrequency.first }

  /// The languages, the most frequent first.
  var languagesByFrequency: [String] {
    languages.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map(\.key)
  }

  /// Whether canaries have the language of the file that they are written to, because each of several
  /// files has one.
  var hasLanguageOfEachFile: Bool {
    shards == nil && parts.count > 1 && parts.allSatisfy { $0.languages.count == 1 }
  }
}

/// A description of one file of the user's manifest before injection.
package struct ManifestFile: Codable, Hashable, Sendable {
  package let name: String
  /// The digest of the decompressed bytes.
  package let digest: Digest
  /// True if the last line ends in a line feed.
  package let isTerminated: Bool
  package let isCompressed: Bool
}

/// The style of the user's entries, which injected entries copy.
package struct EntryStyle: Sendable {
  var endsLinesWithCarriageReturn = false
  /// The key of the sample rate, if the entries have one.
  var sampleRateKey: String?
  /// The values that follow from the utterance, by the name of the field.
  var measures: [String: Measure] = [:]
  /// The values of well-known fields whose values vary, by the name of the field.
  var usualValues: [String: String] = [:]
  /// The separator of a table without quotes; nil for other manifests.
  var plainSeparator: UInt8?
  /// False if a record spans several lines.
  var recordsAreLines = true
  /// Whether entries name speakers.
  var hasSpeakers = false
  /// The name that the folder of the audio must have; nil if any will do.
  var audioFolder: String?
  var hasLanguage = false
  /// The field of the language; nil if the format has none.
  var languageField: String?
  var hasRelativePaths = false
  /// The first components of relative paths that start with `audioFolderName`.
  var takenFolderNames: Set<String> = []
  /// The fields that injected entries get because all entries have them.
  var fields: [EntryField] = []
  /// The components of samples in archives that all samples have with one value, by their extension.
  var fixedComponents: [String: [UInt8]] = [:]
  /// The tables of a Kaldi directory that `KaldiFile` does not list.
  var tables: [KaldiExtraTable] = []
}

/// A corpus that canaries can be injected into. No function changes the user's files.
package protocol TrainingCorpus: Sendable {
  var format: ManifestFormat { get }
  var path: String { get }
  /// The names of fields that the user stated.
  var keys: ManifestKeys { get }
  /// The file name of the manifest; empty if the manifest is a directory.
  var manifestName: String { get }
  /// The file name of the probe manifest, `probe` with the extensions of the user's manifest; empty if
  /// the manifest is a directory.
  var probeName: String { get }

  /// The paths of canaries that loaders of the format can read.
  var canaryPaths: CanaryPaths { get }

  /// The container that audio of the format must have; nil if any will do.
  var requiredContainer: AudioFormat.Container? { get }

  /// The path of a file in the form in which a manifest of this format lists it.
  /// - Parameter file: an absolute path, or a path relative to the manifest.
  func manifestPath(of file: String) -> String

  /// Says why loaders could not read paths of canaries below `directory`; nil if they could.
  func refusal(ofAudioBelow directory: String) -> String?

  /// Reads and checks the corpus once, in memory that does not grow with it.
  /// - Parameter limit: the number of utterances after which reading stops; the traits then describe
  ///   only these.
  func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits

  /// The directory against which relative paths are resolved, without links.
  var sourceDirectory: String { get }

  /// The names that an injection writes below the directory `train`, where they are not
  /// `manifestName`.
  func injectedNames(_ traits: CorpusTraits, _ options: InjectionOptions) -> InjectedNames

  /// The audio of injected utterances by id, if it is in archives; nil if it is in files.
  func archivedAudio(of ids: Set<String>) throws(Problem) -> [String: AudioSource]?

  /// The first audio files that are plain paths, at most `limit`, made absolute as the toolkit does.
  /// Commands (Kaldi's pipes) are data and are never run.
  func audioFiles(limit: Int) throws(Problem) -> [AudioSource]

  /// Returns the audio files of some utterances by name, made absolute as the toolkit does.
  /// Utterances whose audio is not a plain file (a command, an archive, an address) are left out.
  /// Whether the files exist is not checked.
  func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String]

  /// Returns the audio file of each utterance, made absolute as the toolkit does; nil where it is not
  /// a plain file. Whether the files exist is not checked.
  /// - Parameter utterances: utterances of this corpus.
  func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?]

  /// Does what `survey` does without a limit and also passes on the audio of each utterance. It does
  /// not check that audio files exist.
  /// - Throws: also for audio that is not in a file: the output of a command, an address, an archive.
  func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits

  /// Writes the user's entries and the injected ones to `directory`, which exists.
  /// - Parameter gaps: the number of the user's lines before each injected line, ascending. Formats
  ///   that prescribe the order of lines ignore it.
  /// - Returns: the line number of each injected utterance, counted from 1; empty if the format
  ///   prescribes the order of lines.
  func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in directory: String
  ) throws(Problem) -> [Int]

  /// Writes a manifest of the same format for decoding, with entries in the order of their ids.
  /// - Parameters:
  ///   - directory: the directory to write to, which has the folder for audio.
  ///   - final: the path that `directory` will be renamed to; empty for paths relative to the
  ///     manifest.
  func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in directory: String,
    appearingAs final: String
  ) throws(Problem)

  /// Copies the manifest at `path` to `destination` without the injected entries.
  /// - Parameter destination: nil to write nothing. The outcome then tells, from one pass in flat
  ///   memory, whether a removal would restore the original.
  func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String?
  ) throws(Problem) -> RemovalOutcome
}

extension TrainingCorpus {
  package var canaryPaths: CanaryPaths { .any }
  package var requiredContainer: AudioFormat.Container? { nil }
  package func manifestPath(of file: String) -> String { file }
  package func refusal(ofAudioBelow directory: String) -> String? { nil }
  package var keys: ManifestKeys { ManifestKeys() }
  package var sourceDirectory: String { absolutePath(parentDirectory(of: path)) }
  package func injectedNames(_ traits: CorpusTraits, _ options: InjectionOptions) -> InjectedNames {
    InjectedNames()
  }
  package func archivedAudio(of ids: Set<String>) throws(Problem) -> [String: AudioSource]? { nil }

  /// Opens another manifest of the same format, with the same names of fields.
  package func open(_ path: String) throws(Problem) -> any TrainingCorpus {
    try format.open(path, keys: keys)
  }

  /// Opens a manifest that `writeProbe` wrote.
  package func openProbe(_ path: String) throws(Problem) -> any TrainingCorpus {
    try format.probeFormat.open(path, keys: format.probeFormat == format ? keys : ManifestKeys())
  }
}

extension CorpusTraits {
  /// A name for the folder for injected audio that no relative path of the corpus starts with.
  package var freeAudioFolder: String {
    if let folder = style.audioFolder { return folder }
    return (1...).lazy.map { $0 == 1 ? audioFolderName : "\(audioFolderName)-\($0)" }
      .first { !style.takenFolderNames.contains($0) }!
  }
}

/// The usual name of the folder for injected audio.
package let audioFolderName = "utterances"
