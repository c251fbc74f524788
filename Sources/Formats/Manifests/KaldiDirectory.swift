import Files
import Platform

/// A Kaldi data directory: tables with one key a line, sorted as by `LC_ALL=C sort`.
///
///     wav.scp   <utterance or recording> <path, or command ending in |, or archive:offset>
///     text      <utterance> <words…>
///     utt2spk   <utterance> <speaker>              spk2utt   <speaker> <utterance>…
///     segments  <utterance> <recording> <start> <end>        (then wav.scp lists recordings)
///
/// `KaldiFile` lists the optional files. The rules are those of Kaldi's utils/validate_data_dir.sh.
package struct KaldiDirectory: TrainingCorpus {
  package let path: String
  package let format = ManifestFormat.kaldi
  package var canaryPaths: CanaryPaths { .absolute }

  package func refusal(ofAudioBelow directory: String) -> String? {
    directory.contains(where: \.isNewline)
      ? "Kaldi's files have one entry per line; this path has a line break" : nil
  }

  package var manifestName: String { "" }
  package var probeName: String { "" }

  let present: [KaldiFile]
  /// Files that are copied unchanged: settings, and files of a recipe.
  let others: [String]
  /// Other entries that are neither files nor folders (pipes, sockets, devices), and links without a
  /// target.
  private let unusual: [String]
  /// Folders, which do not belong to a data directory: splits and logs that a recipe made from it.
  private let folders: [String]

  package init(path: String) throws(Problem) {
    self.path = path
    let entries = try directoryEntries(of: path)
    folders = entries.filter { isDirectory("\(path)/\($0)") }
    let names = entries.filter { !isDirectory("\(path)/\($0)") }
    present = KaldiFile.allCases.filter { names.contains($0.rawValue) }
    let rest = names.filter { KaldiFile(rawValue: $0) == nil }
    others = rest.filter { isRegularFile("\(path)/\($0)") }
    unusual = rest.filter { !isRegularFile("\(path)/\($0)") }
    for name in KaldiFile.refused where names.contains(name) {
      throw Problem(
        .badData, "features have already been extracted; injected audio would have none",
        file: "\(path)/\(name)",
        hint: "inject before feature extraction: use a data directory without \(name)")
    }
    // Opening a pipe would wait for a program that writes to it.
    for file in present where !isRegularFile("\(path)/\(file.rawValue)") {
      throw Problem(
        .missingInput, "is not a regular file, or a link without a target",
        file: "\(path)/\(file.rawValue)")
    }
    for file in [KaldiFile.text, .wavScp, .utt2spk] where !present.contains(file) {
      throw Problem(
        .missingInput, "a Kaldi data directory needs this file", file: "\(path)/\(file.rawValue)")
    }
  }

  var hasSegments: Bool { present.contains(.segments) }

  func reader(_ file: KaldiFile) throws(Problem) -> KaldiTableReader {
    try KaldiTableReader("\(path)/\(file.rawValue)", as: file)
  }

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var traits = CorpusTraits()
    traits.census = FieldCensus(.directory)
    var files: [KaldiFile: ManifestFile] = [:]
    func finish(_ file: KaldiFile, _ reader: KaldiTableReader) {
      files[file] = reader.description(name: file.rawValue)
      if let fault = reader.fault { traits.obstacles.append(fault) }
    }

    // Files with the same key are read side by side and must list the same ids.
    let byUtterance = present.filter { file in
      file.key == .utterance || (file.key == .recording && !hasSegments)
    }
    try readSideBySide(byUtterance, limit: limit, finish: finish) { rows throws(Problem) in
      let utterance = try utterance(rows)
      traits.utterances += 1
      traits.census.addEntry()
      traits.statedSeconds += utterance.seconds ?? 0
      traits.utterancesWithDuration += utterance.seconds == nil ? 0 : 1
      if let language = utterance.language {
        traits.languages[language, default: 0] += 1
        traits.style.languageField = KaldiFile.utt2lang.rawValue
      }
      try visit(utterance)
    }
    if limit != nil { return traits }
    if hasSegments {
      try readSideBySide(present.filter { $0.key == .recording }, finish: finish) {
        _ throws(Problem) in
      }
    }
    try readSideBySide(present.filter { $0.key == .speaker }, finish: finish) {
      _ throws(Problem) in
    }
    guard traits.utterances > 0 else {
      throw Problem(.badData, "has no utterance", file: path)
    }
    traits.lines = traits.utterances
    traits.style.takenFolderNames = Set(others.filter { $0.hasPrefix(audioFolderName) })
    traits.files = present.compactMap { files[$0] }
    try surveyTables(&traits)
    noteOthers(&traits)
    if !folders.isEmpty {
      traits.warnings.append("\(path): folders are not copied: \(folders.joined(separator: ", "))")
    }
    return traits
  }

  /// Notes the files that are copied, and those that cannot be.
  private func noteOthers(_ traits: inout CorpusTraits) {
    let copied = others.filter { name in !traits.style.tables.contains { $0.name == name } }
    if !copied.isEmpty {
      traits.warnings.append("\(path): copied unchanged: \(copied.joined(separator: ", "))")
    }
    for name in unusual {
      let file = "\(path)/\(name)"
      if fileExists(file), FileStamp(file) == nil {
        traits.obstacles.append(
          Problem(
            .missingInput, "is a link without a target, so it cannot be copied", file: file,
            hint: "remove the link, or restore its target"))
      } else {
        traits.warnings.append("\(file): not copied, because it is not a regular file")
      }
    }
    for name in copied where unsafe access("\(path)/\(name)", R_OK) != 0 {
      traits.obstacles.append(SystemError.last.reading("\(path)/\(name)"))
    }
  }

  /// Reads files of one key line by line, all at the same position.
  private func readSideBySide(
    _ files: [KaldiFile], limit: Int? = nil, finish: (KaldiFile, KaldiTableReader) -> Void,
    _ body: ([KaldiFile: KaldiRow]) throws(Problem) -> Void
  ) throws(Problem) {
    guard let leader = files.first else { return }
    var readers: [KaldiTableReader] = []
    for file in files { readers.append(try reader(file)) }
    var rows: [KaldiFile: KaldiRow] = [:]
    while readers[0].lineNumber < limit ?? .max, let first = try readers[0].next() {
      rows[leader] = first
      for (file, reader) in zip(files, readers).dropFirst() {
        let row = try reader.next()
        guard let row, row.key.elementsEqual(first.key) else {
          let instead = row.map { "found '\($0.keyText.printable)'" } ?? "the file ends"
          throw Problem(
            .badData,
            "expected '\(first.keyText.printable)' as in \(leader.rawValue), but \(instead)",
            file: reader.path, line: row?.line.number ?? reader.lineNumber + 1,
            hint: "all files of a data directory list the same ids; "
              + "utils/fix_data_dir.sh keeps the ids that all have")
        }
        rows[file] = row
      }
      try body(rows)
    }
    if limit != nil { return }
    for (file, reader) in zip(files, readers) {
      if let extra = try reader.next() {
        throw Problem(
          .badData, "'\(extra.keyText.printable)' is not in \(leader.rawValue)", file: reader.path,
          line: extra.line.number,
          hint: "all files of a data directory list the same ids")
      }
      finish(file, reader)
    }
  }

  private func utterance(_ rows: [KaldiFile: KaldiRow]) throws(Problem) -> Utterance {
    guard let text = rows[.text], let speaker = rows[.utt2spk] else {
      preconditionFailure("every data directory has text and utt2spk")
    }
    guard !speaker.value.isEmpty, !speaker.valueText.contains(where: \.isWhitespace) else {
      throw Problem(
        .badData, "expected two fields: an utterance and its speaker",
        file: "\(path)/utt2spk", line: speaker.line.number)
    }
    var seconds = try duration(rows[.utt2dur], .utt2dur)
    if seconds == nil { seconds = try duration(rows[.reco2dur], .reco2dur) }
    if let row = rows[.segments] {
      let segment = try KaldiSegment(row.valueText, file: "\(path)/segments", line: row.line.number)
      seconds = seconds ?? segment.end - segment.start
    }
    return Utterance(
      file: "\(path)/text", line: text.line.number, id: text.keyText,
      audio: rows[.wavScp]?.value ?? [], text: text.value, seconds: seconds, offset: nil,
      speaker: speaker.valueText, language: rows[.utt2lang]?.valueText,
      source: rows[.segments]?.value ?? [])
  }

  private func duration(_ row: KaldiRow?, _ file: KaldiFile) throws(Problem) -> Double? {
    guard let row else { return nil }
    guard let seconds = Double(row.valueText), possibleSeconds.contains(seconds) else {
      throw Problem(
        .badData, "expected a duration in seconds, found '\(row.valueText)'",
        file: "\(path)/\(file.rawValue)", line: row.line.number)
    }
    return seconds
  }

  package func audioFiles(limit: Int) throws(Problem) -> [AudioSource] {
    var files: [AudioSource] = []
    let reader = try reader(.wavScp)
    while files.count < limit, let row = try reader.next() {
      let audio = row.valueText
      if !audio.hasSuffix("|"), !audio.contains(".ark:"), !audio.isEmpty {
        files.append(AudioSource(absolutePath(audio)))
      }
    }
    return files
  }
}
