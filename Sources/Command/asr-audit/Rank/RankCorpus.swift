import Analyses
import Files
import Kernels
import Manifests
import Ranking
import RecognizerRuns
import Reports
import Scoring
import Speech

/// The manifest of a ranked corpus: texts, audio, and a copy without the worst utterances.
struct RankCorpus {
  let path: String
  let format: ManifestFormat
  let keys: ManifestKeys
  let utterances: [RunUtterance]
  private let numbers: [String: Int]

  /// The largest total of all recordings on a page in bytes. As base64 they take a third more.
  private static let room = 24_000_000

  /// - Throws: errors of the manifest; for two utterances of one name, whose losses a trace table could
  ///   not tell apart.
  init(_ path: String, format: ManifestFormat, keys: ManifestKeys) throws(Problem) {
    self.path = path
    self.format = format
    self.keys = keys
    utterances = try readUtterances(path, format: format, keys: keys).utterances
    numbers = try uniqueNames(of: utterances)
  }

  /// Adds texts and audio paths to a ranking.
  /// - Parameter planted: the errors of the copy that was ranked; nil if it is the corpus itself.
  /// - Throws: if the manifest has none of the ranked utterances.
  func describe(
    _ analysis: inout RankAnalysis, traces: String, planted: PlantedList?
  ) throws(Problem) {
    var listings: [String: RankAnalysis.Listing] = [:]
    for utterance in utterances {
      listings[utterance.name] = RankAnalysis.Listing(
        text: utterance.text, audio: utterance.listedPath, line: utterance.line)
    }
    for entry in planted?.entries ?? [] {
      let own = utterances[entry.error.utterance]
      listings[entry.id] = RankAnalysis.Listing(
        text: entry.error.text, audio: own.listedPath, line: own.line)
    }
    analysis.listings = listings
    let ids = Set(analysis.ranked.traces.map(\.id)).union(analysis.ranked.gaps.withoutLoss)
    analysis.untraced = utterances.count { !ids.contains($0.name) }
    guard analysis.untraced < utterances.count else {
      let examples = [analysis.ranked.traces[0].id, utterances[0].name].map(\.printable)
      throw Problem(
        .badData,
        "no id is that of an utterance of \(path): the first are '\(examples[0])' and '\(examples[1])'",
        file: traces, field: "id",
        hint: "name the field with the ids of the manifest: \(ManifestSetting.idKey)")
    }
  }

  /// Compares the sounds of all utterances.
  func compareSounds(
    isa: ISA, threads: Int, progress: (_ done: Int, _ count: Int) -> Void
  ) throws(Problem) -> RankAnalysis.SoundComparison {
    let sounds = try SoundSurvey(utterances, isa: isa, threads: threads).run(progress: progress)
    let found = Conflicts(
      sounds.map { SoundPrint(digest: $0.digest, frames: $0.frames, pooled: $0.pooled) },
      texts: utterances.map { Normalizer.basic($0.text) })
    return RankAnalysis.SoundComparison(
      conflicts: found.all.map { conflict in
        RankAnalysis.ConflictGroup(
          kind: conflict.kind, similarity: conflict.similarity,
          ids: conflict.members.map { utterances[$0].name })
      }, duplicates: found.duplicates, searchedNear: found.searchedNear)
  }

  /// Recordings of some utterances for a page, as far as there is room.
  /// - Parameter planted: names the utterances whose sound repeated ones have.
  func recordings(
    of ids: [String], planted: PlantedList?
  ) throws(Problem) -> [String: AudioSample] {
    let repeated = Dictionary(
      uniqueKeysWithValues: (planted?.entries ?? []).map { ($0.id, $0.error.utterance) })
    var recordings: [String: AudioSample] = [:]
    var room = Self.room
    for id in ids {
      guard let number = numbers[id] ?? repeated[id] else { continue }
      let rate = SoundSurvey.sampleRate
      let sound = Waveform(
        samples: try samples(of: utterances[number].audio, sampleRate: rate), sampleRate: rate)
      let encoded = try EncodedAudio(
        sound, as: AudioFormat(sampleRate: rate, channels: 1, container: .flac))
      guard encoded.bytes.count <= room else { break }
      room -= encoded.bytes.count
      recordings[id] = AudioSample(bytes: encoded.bytes, mimeType: "audio/flac", caption: "")
    }
    return recordings
  }

  // MARK: - The manifest without the worst utterances

  /// Refuses a manifest that cannot be copied without some of its utterances.
  func requireRemoval(of count: Int?) throws(Problem) {
    guard count != nil else { return }
    guard isOneFile else {
      throw Problem(
        .usage, "only a manifest that is one file can be written without utterances", file: path,
        field: "--drop", hint: "ranked.tsv lists the ids to leave out")
    }
  }

  /// Writes the manifest without the first utterances of a ranking that it has, planted errors left
  /// aside.
  /// - Returns: the name of the file, and the number of entries that were left out.
  func writeClean(
    without count: Int, of analysis: RankAnalysis, in directory: String
  ) throws(Problem) -> (name: String, dropped: Int) {
    // The rank of an utterance with a planted error says nothing about the utterance itself.
    let ranked = analysis.ranked
    let worst = ranked.order.lazy.map { ranked.traces[$0].id }
      .filter { numbers[$0] != nil && analysis.planted[$0] == nil }
    let name = try fileName("clean")
    // A resumed ranking writes it again.
    if fileExists("\(directory)/\(name)") { try removeTree("\(directory)/\(name)") }
    let dropped = try write(without: Set(worst.prefix(count)), to: "\(directory)/\(name)")
    return (name, dropped)
  }

  /// Whether the manifest is one file, which can be written without some utterances.
  var isOneFile: Bool {
    !format.hasSeveralFiles && !isDirectory(path) && manifestFiles(path).count == 1
  }

  /// A name with the manifest's ending.
  func fileName(_ stem: String) throws(Problem) -> String {
    let name = try format.open(path, keys: keys).manifestName
    return stem + name.dropFirst(Files.stem(of: name).count)
  }

  /// Writes the manifest without some utterances.
  /// - Returns: the number of entries that were left out.
  func write(without ids: Set<String>, to copy: String) throws(Problem) -> Int {
    let corpus = try format.open(path, keys: keys)
    let traits = try corpus.survey(limit: nil) { _ in }
    return try corpus.remove(
      ids: ids, speakers: [], original: traits.files,
      options: InjectionOptions(
        absolutePaths: false, sourceDirectory: corpus.sourceDirectory,
        audioFolder: audioFolderName), to: copy
    ).entries
  }

  /// Whether the audio of an utterance has a relative path, which only the original place resolves.
  var hasRelativePaths: Bool { utterances.contains { !$0.listedPath.hasPrefix("/") } }
}
