import Files
import Integrity

/// Several manifests of one format that are named together, such as `a.json,b.json`.
///
/// Injected entries are spread over all manifests as over one that has all their lines: every
/// interleaving is equally likely, and the number and the names of the manifests stay as they are. So
/// the lists, weights and buckets of a training configuration remain valid, and no manifest has
/// canaries alone. Each manifest gives its own bytes back when the canaries are removed.
package struct ManifestList: TrainingCorpus {
  package let path: String
  package let format: ManifestFormat
  let parts: [RecordManifest]
  /// The deepest directory that has all manifests, without links.
  package let sourceDirectory: String
  /// The paths of the manifests below `sourceDirectory`.
  package let manifestNames: [String]

  package var keys: ManifestKeys { parts[0].keys }
  package var manifestName: String { "" }
  package var probeName: String { parts[0].probeName }
  package var requiredContainer: AudioFormat.Container? { parts[0].requiredContainer }

  /// True if the manifests lie in several directories, which an injection keeps.
  private var hasFolders: Bool { manifestNames.contains { $0.contains("/") } }

  package var canaryPaths: CanaryPaths {
    hasFolders && parts[0].canaryPaths == .any ? .absolute : parts[0].canaryPaths
  }

  /// - Throws: if a manifest cannot be opened, and if an injection could not keep the places of the
  ///   manifests.
  init(_ pattern: NamePattern, format: ManifestFormat, keys: ManifestKeys) throws(Problem) {
    guard format.records != nil, !format.hasSeveralFiles else {
      throw Problem(
        .usage, "several manifests of this format (\(format.rawValue)) cannot be named at once",
        file: pattern.value,
        hint:
          "join them with the toolkit (utils/combine_data.sh, lhotse combine), or inject into one")
    }
    path = pattern.value
    self.format = format
    var parts: [RecordManifest] = []
    for name in pattern.names {
      parts.append(try RecordManifest(path: name, format: format, keys: keys))
    }
    self.parts = parts
    let folders = parts.map(\.directory)
    sourceDirectory = commonDirectory(of: folders)
    let (root, all) = (sourceDirectory, Set(folders))
    let skipped = root == "/" ? 1 : root.utf8.count + 1
    manifestNames = parts.map { part in
      let whole = "\(part.directory == "/" ? "" : part.directory)/\(baseName(of: part.path))"
      return String(decoding: whole.utf8.dropFirst(skipped), as: UTF8.self)
    }
    try checkHeaders()
    // A link to the audio of one manifest would take the place of another's directory.
    let nested = all.first { inner in all.contains { $0 != inner && inner.hasPrefix("\($0)/") } }
    if let nested {
      throw Problem(
        .usage, "a directory with one of the manifests lies inside that of another: \(nested)",
        file: path, hint: "inject into them separately, or move them side by side")
    }
    guard !hasFolders || parts[0].canaryPaths != .relative else {
      throw Problem(
        .usage,
        "the manifests are in several directories, and \(parts[0].layout.loader) reads audio "
          + "beside the manifest only", file: path, hint: "inject into each of them separately")
    }
  }

  /// Tables that are read together have the same columns.
  private func checkHeaders() throws(Problem) {
    for part in parts where part.entries.columns != parts[0].entries.columns {
      throw Problem(
        .badData, "has other columns than \(parts[0].path), which is named with it",
        file: part.path, line: 1, hint: "inject into them separately")
    }
  }

  package func manifestPath(of file: String) -> String { parts[0].manifestPath(of: file) }

  package func refusal(ofAudioBelow directory: String) -> String? {
    parts[0].refusal(ofAudioBelow: directory)
  }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try traits(limit: limit) { part, limit throws(Problem) in try part.survey(limit: limit, visit) }
  }

  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try traits(limit: nil) { part, _ throws(Problem) in try part.recordings(visit) }
  }

  private func traits(
    limit: Int?, _ read: (RecordManifest, Int?) throws(Problem) -> CorpusTraits
  ) throws(Problem) -> CorpusTraits {
    var all: CorpusTraits?
    for (part, name) in zip(parts, manifestNames) {
      let left = limit.map { $0 - (all?.utterances ?? 0) }
      if let left, left <= 0 { break }
      var own = try read(part, left)
      own.files = own.files.map { file in
        ManifestFile(
          name: name, digest: file.digest, isTerminated: file.isTerminated,
          isCompressed: file.isCompressed)
      }
      if name.contains("/") {
        own.style.takenFolderNames.insert(String(name.prefix { $0 != "/" }))
      }
      if all == nil { all = own } else { all!.join(own) }
      all!.parts.append(own)
    }
    return all!
  }

  // MARK: - Audio

  /// The manifest that an utterance was read from.
  func part(of utterance: Utterance) -> RecordManifest {
    parts.first { $0.path == utterance.file } ?? parts[0]
  }

  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    var files: [AudioSource] = []
    // Some of every manifest, because each may be of another source.
    for part in parts.prefix(limit) {
      files += try part.audioFiles(limit: max(1, limit / parts.count))
    }
    return files
  }

  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    var files: [AudioSource?] = []
    for utterance in utterances {
      files += try part(of: utterance).audioFiles(of: [utterance])
    }
    return files
  }

  package func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String] {
    var files: [String: String] = [:]
    for part in parts { files.merge(try part.plainAudioFiles(of: names)) { first, _ in first } }
    return files
  }
}

extension CorpusTraits {
  /// Adds the traits of another manifest that is read together with this one.
  mutating func join(_ other: CorpusTraits) {
    utterances += other.utterances
    lines += other.lines
    statedSeconds += other.statedSeconds
    utterancesWithDuration += other.utterancesWithDuration
    languages.merge(other.languages, uniquingKeysWith: +)
    warnings += other.warnings
    obstacles += other.obstacles
    relativePathObstacle = relativePathObstacle ?? other.relativePathObstacle
    absolutePathObstacle = absolutePathObstacle ?? other.absolutePathObstacle
    census.join(other.census)
    files += other.files
    style.sampleRateKey = style.sampleRateKey ?? other.style.sampleRateKey
    style.hasSpeakers = style.hasSpeakers || other.style.hasSpeakers
    style.hasLanguage = style.hasLanguage || other.style.hasLanguage
    style.languageField = style.languageField ?? other.style.languageField
    style.hasRelativePaths = style.hasRelativePaths || other.style.hasRelativePaths
    style.takenFolderNames.formUnion(other.style.takenFolderNames)
  }
}

/// The deepest directory that contains all of some absolute paths of directories.
func commonDirectory(of directories: [String]) -> String {
  let all = directories.map { $0.split(separator: "/") }
  var common = all[0][...]
  for other in all {
    common = common.prefix(zip(common, other).prefix { $0 == $1 }.count)
  }
  return "/" + common.joined(separator: "/")
}
