import Files

/// The traits of a record-oriented manifest, collected record by record in one pass.
struct RecordSurvey {
  let entries: EntryReader
  let directory: String
  /// The start of paths that an injection made absolute.
  let absolutePrefix: [UInt8]
  var traits = CorpusTraits()
  var findings: RecordFindings
  /// The hashes of the ids so far, for loaders that refuse repeated ids.
  private var ids: Set<Int> = []

  var layout: RecordLayout { entries.layout }
  var path: String { entries.path }

  init(_ entries: EntryReader, format: ManifestFormat) {
    self.entries = entries
    findings = RecordFindings(entries)
    directory = absolutePath(parentDirectory(of: entries.path))
    absolutePrefix = Array("\(directory)/./".utf8)
    traits.census = FieldCensus(entries.layout.syntax.isTable ? .table : .json)
    traits.style.measures = entries.layout.measures
    traits.style.usualValues = entries.layout.usualValues
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
    if format == .audiofolder { noteMetadataBelow() }
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
  /// - Parameter parsed: the result of `EntryReader.checkedEntry`, if it was called; nil for a blank line.
  /// - Returns: its utterance and entry; nil for a blank line and for a record that loaders skip.
  mutating func read(
    _ record: Record, parsed: Result<RecordEntry, Problem>? = nil
  ) throws(Problem) -> (Utterance, RecordEntry)? {
    traits.lines += 1
    if layout.syntax.isBlank(record.bytes) {
      findings.addBlank(record.line)
      return nil
    }
    let entry = if let parsed { try parsed.get() } else { try entries.checkedEntry(record) }
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
      findings.addSkipped(record.line)
      return nil
    }
    try checkID(of: entry)
    findings.add(entry)
    noteUnknownKey(of: entry)
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

  private mutating func checkID(of entry: RecordEntry) throws(Problem) {
    guard let consequence = layout.faults[.repeatedID] else { return }
    guard ids.insert(entry.name.hashValue).inserted else {
      throw entries.problem(
        "'\(entry.name.printable)' occurs twice; \(consequence)", entry.id == nil ? .audio : .id,
        entry, hint: "give every utterance its own id")
    }
  }

  private mutating func noteUnknownKey(of entry: RecordEntry) {
    guard let consequence = layout.faults[.unknownKey], traits.obstacles.isEmpty else { return }
    let field = entry.fields.first { field in
      let name = String(decoding: field.name, as: UTF8.self)
      let dot = field.isNested ? name.lastIndex(of: ".") : nil
      let key = name[(dot.map(name.index(after:)) ?? name.startIndex)...]
      let keys = layout.knownKeys[String(name[..<key.startIndex])]
      return keys.map { !$0.contains(String(key)) } ?? false
    }
    guard let field else { return }
    traits.obstacles.append(
      Problem(
        .badData, "is an unknown key; \(consequence)", file: path, line: entry.record.line,
        field: String(decoding: field.name, as: UTF8.self).printable,
        hint: "put it into \"custom\", or remove it"))
  }

  private mutating func noteArchive(_ record: Record) {
    traits.obstacles.append(
      Problem(
        .badData,
        "this is a tarred manifest: its audio is in tar archives, and NeMo's loader drops entries "
          + "that no archive has, without a message", file: path, line: record.line,
        field: entries.name(.archive), hint: tarredHint))
  }

  /// The traits after the last record.
  consuming func finish(_ file: ManifestFile) -> CorpusTraits {
    traits.style.hasLanguage = !traits.languages.isEmpty
    traits.style.languageField = traits.languages.isEmpty ? nil : entries.name(.language)
    traits.warnings += findings.warnings
    noteName(isCompressed: file.isCompressed)
    traits.files = [file]
    return traits
  }
}

private let tarredHint: Hint = "its format is nemo-tarred: let it be detected"
