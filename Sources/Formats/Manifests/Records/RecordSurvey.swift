import Files

/// The traits of a record-oriented manifest, collected record by record in one pass.
struct RecordSurvey {
  private let entries: EntryReader
  private let directory: String
  /// The start of paths that an injection made absolute.
  private let absolutePrefix: [UInt8]
  var traits = CorpusTraits()
  private var blankLines = 0
  private var firstBlank = 0
  private var climbingPaths = 0
  private var skippedRecords = 0
  /// The hashes of the ids so far, for loaders that refuse repeated ids.
  private var ids: Set<Int> = []

  private var layout: RecordLayout { entries.layout }
  private var path: String { entries.path }

  init(_ entries: EntryReader, format: ManifestFormat) {
    self.entries = entries
    directory = absolutePath(parentDirectory(of: entries.path))
    absolutePrefix = Array("\(directory)/./".utf8)
    traits.census = FieldCensus(entries.layout.syntax.isTable ? .table : .json)
    traits.style.measures = entries.layout.measures
    traits.style.audioFolder = entries.layout.audio.folder
    traits.style.plainSeparator =
      if case .plain(let separator) = entries.layout.syntax { separator } else { nil }
    if format == .nemo, "\(directory)/".contains("/sharded_manifests/") {
      traits.obstacles.append(
        Problem(
          .badData, "is one of the sharded manifests of a tarred data set", file: path,
          hint: tarredHint))
    }
    noteSeparatorsInDirectory()
  }

  /// Reads the header of a table, if it has one.
  mutating func skipHeader(_ reader: RecordReader) throws(Problem) {
    guard let header = entries.header else { return }
    guard let first = try reader.next(), first.bytes.elementsEqual(header) else {
      throw Problem(
        .badData, "changed while it was being read", file: path,
        hint: "run the command again when nothing writes to the file")
    }
    traits.style.endsLinesWithCarriageReturn = first.bytes.last == 0x0D
  }

  /// Checks the next record.
  /// - Returns: its utterance and entry; nil for a blank line and for a record that loaders skip.
  mutating func read(_ record: Record) throws(Problem) -> (Utterance, RecordEntry)? {
    traits.lines += 1
    if layout.syntax.isBlank(record.bytes) {
      blankLines += 1
      if firstBlank == 0 { firstBlank = record.line }
      return nil
    }
    try checkEncoding(of: record)
    let entry = try entries.entry(record)
    if record.line == 1 {
      traits.style.endsLinesWithCarriageReturn = record.bytes.last == 0x0D
    }
    if entry.isInArchive, layout.audio != .member, traits.obstacles.isEmpty { noteArchive(record) }
    if entry.field(.features) != nil, traits.obstacles.isEmpty {
      traits.obstacles.append(
        entries.problem(
          "features have already been computed; canaries would have none", .features, entry,
          hint: "inject into the manifests from which the features were computed"))
    }
    if entry.speaker != nil { traits.style.hasSpeakers = true }
    if layout.audio.hasPaths { notePath(of: entry) }
    if let field = entry.field(.sampleRate) {
      traits.style.sampleRateKey = String(decoding: field.name, as: UTF8.self)
    }
    if let language = entry.language { traits.languages[language, default: 0] += 1 }
    guard !entry.isSkipped else {
      skippedRecords += 1
      return nil
    }
    try checkID(of: entry)
    traits.utterances += 1
    traits.statedSeconds += entry.seconds ?? 0
    traits.utterancesWithDuration += entry.seconds == nil ? 0 : 1
    addFields(of: entry)
    return (utterance(entry), entry)
  }

  private func utterance(_ entry: RecordEntry) -> Utterance {
    Utterance(
      file: path, line: entry.record.line,
      id: entry.id.map { String(decoding: $0, as: UTF8.self) }, audio: entry.audio,
      text: entry.text, seconds: entry.seconds, offset: entry.start, speaker: nil,
      language: entry.language, source: entry.record.bytes)
  }

  private mutating func addFields(of entry: RecordEntry) {
    traits.census.addEntry()
    for field in entry.fields where !field.isNested && !field.hasRole && !isFixed(field) {
      let value =
        layout.syntax.isTable
        ? entry.record.content(field) : entry.record.bytes(field.written)
      traits.census.add(field.name, value, text: entry.text)
    }
  }

  private func isFixed(_ field: RecordField) -> Bool {
    layout.fixedFields.contains { $0.utf8.elementsEqual(field.name) }
  }

  private func checkEncoding(of record: Record) throws(Problem) {
    if record.line == 1, record.bytes.startsWithByteOrderMark {
      throw byteOrderMarkProblem(
        layout.faults[.byteOrderMark] ?? "loaders read it as a part of the first field", file: path)
    }
    guard record.bytes.isUTF8 else {
      throw Problem(
        .badData, "is not UTF-8", file: path, line: record.line,
        hint: "if it is Latin-1, convert it with iconv -f LATIN1 -t UTF-8")
    }
  }

  private mutating func checkID(of entry: RecordEntry) throws(Problem) {
    guard let consequence = layout.faults[.repeatedID] else { return }
    guard ids.insert(entry.name.hashValue).inserted else {
      throw entries.problem(
        "'\(entry.name.printable)' occurs twice; \(consequence)", entry.id == nil ? .audio : .id,
        entry, hint: "give every utterance its own id")
    }
  }

  private mutating func noteArchive(_ record: Record) {
    traits.obstacles.append(
      Problem(
        .badData,
        "this is a tarred manifest: its audio is in tar archives, and NeMo's loader drops entries "
          + "that no archive has, without a message", file: path, line: record.line,
        field: entries.name(.archive), hint: tarredHint))
  }

  // MARK: - Paths

  /// A directory whose name has the separator cannot be put before a path of a table.
  private mutating func noteSeparatorsInDirectory() {
    guard let separator = layout.syntax.separator,
      directory.utf8.contains(where: { $0 == separator || $0 == quote || $0 == 0x0A })
    else { return }
    traits.absolutePathObstacle = Problem(
      .badData,
      "the directory's path has a character that separates fields, so paths cannot be made "
        + "absolute", file: path,
      hint: "leave \(ManifestSetting.absolutePaths) out, or rename the directory")
  }

  private mutating func notePath(of entry: RecordEntry) {
    let isRelative = entries.isRelative(entry)
    if let consequence = layout.faults[.escapingPath], !isRelative || entry.climbs {
      traits.relativePathObstacle =
        traits.relativePathObstacle
        ?? refusal(
          "the path leads outside the manifest's directory: \(entry.audioPath); \(consequence)",
          "put the audio into the manifest's directory", entry)
    }
    guard isRelative else {
      if layout.audio.dependsOnDirectory, entry.audio.starts(with: absolutePrefix) {
        refuseAbsolutePaths(
          "a path with '/./' cannot be distinguished from one that was made absolute",
          "remove '/./' from the path, or leave \(ManifestSetting.absolutePaths) out", entry)
      }
      return
    }
    guard layout.audio.dependsOnDirectory else {
      return refuseAbsolutePaths(
        "\(layout.loader) resolves relative paths against the working directory, so they stay valid",
        "leave \(ManifestSetting.absolutePaths) out", entry)
    }
    noteRelativePath(of: entry)
  }

  private mutating func noteRelativePath(of entry: RecordEntry) {
    traits.style.hasRelativePaths = true
    if canaryPathsAreRelative {
      refuseAbsolutePaths(
        "\(layout.loader) reads relative paths only", "leave \(ManifestSetting.absolutePaths) out",
        entry)
    }
    let first = firstComponent(of: entry.audio)
    if first.starts(with: audioFolderName.utf8) {
      traits.style.takenFolderNames.insert(String(decoding: first, as: UTF8.self))
    }
    if entry.climbs { climbingPaths += 1 }
    if traits.obstacles.isEmpty, first.first == UInt8(ascii: "~"), !exists(first) {
      traits.obstacles.append(
        entries.problem(
          "the path starts with '~', which some loaders replace by a home directory and others do "
            + "not: \(entry.audioPath)", .audio, entry, hint: "write the home directory out"))
    }
    if entry.climbs, canaryPathsAreRelative || exists(first) {
      traits.relativePathObstacle =
        traits.relativePathObstacle
        ?? refusal(
          "the relative path leads outside the manifest's directory: \(entry.audioPath)",
          canaryPathsAreRelative
            ? "put the audio into the manifest's directory"
            : "pass \(ManifestSetting.absolutePaths) to write absolute paths; remove restores the relative ones",
          entry)
    }
  }

  private var canaryPathsAreRelative: Bool {
    layout.audio == .insideDirectory || layout.audio.folder != nil
  }

  private func refusal(_ message: String, _ hint: Hint, _ entry: RecordEntry) -> Problem {
    entries.problem(message, .audio, entry, hint: hint)
  }

  private mutating func refuseAbsolutePaths(
    _ message: String, _ hint: Hint, _ entry: RecordEntry
  ) {
    traits.absolutePathObstacle = traits.absolutePathObstacle ?? refusal(message, hint, entry)
  }

  private func exists(_ component: ArraySlice<UInt8>) -> Bool {
    fileExists("\(directory)/\(String(decoding: component, as: UTF8.self))")
  }

  /// The traits after the last record.
  consuming func finish(_ file: ManifestFile) -> CorpusTraits {
    traits.style.hasLanguage = !traits.languages.isEmpty
    if blankLines > 0, let consequence = layout.faults[.blankLine] {
      traits.warnings.append(
        "\(path):\(firstBlank): \(blankLines) blank line(s) are kept; \(consequence)")
    }
    if skippedRecords > 0 {
      traits.warnings.append(
        "\(path): \(skippedRecords) line(s) with \"\(entries.name(.skip))\" are kept and not counted"
      )
    }
    if climbingPaths > 0 {
      traits.warnings.append(
        "\(path): \(climbingPaths) relative path(s) lead outside the manifest's directory")
    }
    traits.files = [file]
    return traits
  }
}

private let tarredHint: Hint = "its format is nemo-tarred: let it be detected"
