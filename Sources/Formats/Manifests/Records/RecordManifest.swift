import Files
import Integrity

/// A record-oriented manifest: one file, plain or gzip, with a record for each utterance. The layout
/// of its format says what the fields mean.
package struct RecordManifest: TrainingCorpus {
  package let path: String
  package let format: ManifestFormat
  /// The keys that the user stated.
  package let keys: ManifestKeys
  let entries: EntryReader

  var layout: RecordLayout { entries.layout }
  var directory: String { absolutePath(parentDirectory(of: path)) }

  package var manifestName: String { baseName(of: path) }
  package var probeName: String {
    layout.keepsName
      ? manifestName : "probe" + manifestName.dropFirst(stem(of: manifestName).count)
  }

  package var canaryPaths: CanaryPaths {
    switch layout.audio {
    case .directoryOrWorkingDirectory, .directory: .any
    case .workingDirectory, .elsewhere: .absolute
    case .member: .any
    case .insideDirectory, .folder, .stems: .relative
    }
  }

  package var requiredContainer: AudioFormat.Container? {
    if case .stems = layout.audio { .wav } else { nil }
  }

  package func refusal(ofAudioBelow directory: String) -> String? {
    guard canaryPaths != .relative else { return nil }
    if let mark = directory.first(where: layout.variableMarks.contains) {
      return "\(layout.loader) takes '\(mark)' for a variable"
    }
    let row = TableRow(layout.syntax)
    return row.map { $0.encoded(Array(directory.utf8)) == nil } == true
      ? "the path has the character that separates fields, and this format has no quotes" : nil
  }

  package func manifestPath(of file: String) -> String { layout.audio.manifestPath(of: file) }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try entries(limit: limit) { utterance, _ throws(Problem) in try visit(utterance) }
  }

  /// Does what `survey` does and also passes on the entry that each utterance was read from.
  func entries(
    limit: Int?, _ visit: (Utterance, RecordEntry) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var survey = RecordSurvey(entries, format: format)
    var isTerminated = true
    survey.traits.stamp = FileStamp(path)
    let (digest, isCompressed): (Digest, Bool)
    if limit == nil, layout.syntax == .jsonLines {
      let lines = try ParsedLines(entries)
      digest = try lines.visitAll { parsed throws(Problem) in
        isTerminated = parsed.record.isTerminated
        if let (utterance, entry) = try survey.read(parsed.record, parsed: parsed.entry) {
          try visit(utterance, entry)
        }
      }
      isCompressed = lines.isCompressed
    } else {
      let hasher = Digest.Hasher()
      let reader = try RecordReader(path, layout.syntax) { hasher.update($0) }
      try survey.skipHeader(reader)
      var header = HeaderSuspicion()
      while survey.traits.utterances < limit ?? .max, let record = try reader.next() {
        isTerminated = record.isTerminated
        survey.traits.style.recordsAreLines =
          survey.traits.style.recordsAreLines && !record.bytes.contains(0x0A)
        if let (utterance, entry) = try survey.read(record) {
          if mayLackHeader, let problem = header.problem(entry, in: self) {
            survey.traits.obstacles.insert(problem, at: 0)
          }
          try visit(utterance, entry)
        }
      }
      (digest, isCompressed) = (hasher.finish(), reader.isCompressed)
    }
    guard survey.traits.utterances > 0 else {
      throw Problem(.badData, "has no utterance", file: path)
    }
    return survey.finish(
      ManifestFile(
        name: manifestName, digest: digest, isTerminated: isTerminated,
        isCompressed: isCompressed))
  }

  /// True for a table whose columns the user names by number.
  private var mayLackHeader: Bool { layout.syntax.isTable && !layout.hasHeader && !keys.isEmpty }

  /// Calls `visit` with each record after the header that is not blank, until it returns false.
  private func eachEntry(_ visit: (RecordEntry) throws(Problem) -> Bool) throws(Problem) {
    let reader = try RecordReader(path, layout.syntax)
    if entries.header != nil { _ = try reader.next() }
    while let record = try reader.next() {
      guard !layout.syntax.isBlank(record.bytes) else { continue }
      guard try visit(entries.entry(record)) else { return }
    }
  }

  // MARK: - Audio

  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    var files: [AudioSource] = []
    try eachEntry { entry throws(Problem) in
      if !hasVariable(entry), entry.isFile { files.append(AudioSource(resolved(entry))) }
      return files.count < limit
    }
    return files
  }

  package func audioFiles(of utterances: [Utterance]) throws(Problem) -> [AudioSource?] {
    var files: [AudioSource?] = []
    for utterance in utterances {
      let entry = try entry(of: utterance)
      files.append(
        entry.isAddress || hasVariable(entry) ? nil : AudioSource(resolved(entry)))
    }
    return files
  }

  package func plainAudioFiles(of names: Set<String>) throws(Problem) -> [String: String] {
    var files: [String: String] = [:]
    try eachEntry { entry throws(Problem) in
      if names.contains(entry.name), !entry.isAddress, !hasVariable(entry) {
        files[entry.name] = resolved(entry)
      }
      return true
    }
    return files
  }

  /// The entry that an utterance of this manifest was read from.
  func entry(of utterance: Utterance) throws(Problem) -> RecordEntry {
    try entries.entry(Record(bytes: utterance.source, line: utterance.line))
  }

  /// True if the loader replaces a part of the path by a value that only the recipe knows.
  func hasVariable(_ entry: RecordEntry) -> Bool {
    !layout.variableMarks.isEmpty
      && entry.audio.contains { byte in
        layout.variableMarks.utf8.contains(byte)
      }
  }

  func isRelative(_ entry: RecordEntry) -> Bool { entries.isRelative(entry) }

  /// The audio file as the loader finds it.
  func resolved(_ entry: RecordEntry) -> String {
    let path = entry.audioPath
    switch layout.audio {
    case .folder(let folder): return "\(directory)/\(folder)/\(path)"
    case .stems(let folder): return "\(directory)/\(folder)/\(path).wav"
    case _ where !isRelative(entry): return path
    case .workingDirectory, .elsewhere, .member: return absolutePath(path)
    case .directory, .insideDirectory: return "\(directory)/\(path)"
    case .directoryOrWorkingDirectory:
      let beside = "\(directory)/\(path)"
      return fileExists(beside) ? beside : absolutePath(path)
    }
  }

  /// Without a start the utterance is the whole file, whatever its duration is, as in NeMo.
  package func recordings(
    _ visit: (Utterance, AudioPart) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    try entries(limit: nil) { utterance, entry throws(Problem) in
      try visit(utterance, audioPart(of: entry))
    }
  }

  private func audioPart(of entry: RecordEntry) throws(Problem) -> AudioPart {
    guard !entry.isAddress else {
      throw entries.problem(
        entry.isFile
          ? "the audio is at an address, not in a file: \(entry.audioPath)"
          : "the audio is another source than a file", .audio, entry,
        hint: "download it and give the path of the file")
    }
    guard !hasVariable(entry) else {
      throw entries.problem(
        "the path has a variable that \(layout.loader) replaces: \(entry.audioPath)", .audio, entry,
        hint: "write the paths out")
    }
    let file = absolutePath(resolved(entry))
    guard let start = entry.start else { return AudioPart(path: file) }
    guard possibleSeconds.contains(start) else {
      throw entries.problem(
        "expected seconds from the start of the file, found \(start)", .start, entry)
    }
    guard let end = entry.end else {
      return AudioPart(path: file, start: start, seconds: entry.seconds)
    }
    guard end > start, possibleSeconds.contains(end) else {
      throw entries.problem("expected a time after the start, found \(end)", .end, entry)
    }
    return AudioPart(path: file, start: start, seconds: end - start)
  }
}

extension EntryReader {
  /// False for absolute paths, addresses, and strings that are too long for the loader to resolve.
  func isRelative(_ entry: RecordEntry) -> Bool {
    entry.audio.first != UInt8(ascii: "/") && !entry.audioPath.contains("://")
      && (entry.audio.count < layout.longestRelativePath
        || entry.audioPath.unicodeScalars.count < layout.longestRelativePath)
  }
}
