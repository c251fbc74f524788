import Files
import Glibc

/// A Kaldi data directory: tables of one key a line, all sorted under `LC_ALL=C`.
///
///     wav.scp   <utterance or recording> <path, or command ending in |, or archive:offset>
///     text      <utterance> <words…>
///     utt2spk   <utterance> <speaker>              spk2utt   <speaker> <utterance>…
///     segments  <utterance> <recording> <start> <end>        (then wav.scp lists recordings)
///
/// and the optional files of `KaldiFile`. Rules: utils/validate_data_dir.sh of Kaldi.
package struct KaldiDirectory: TrainingCorpus {
  package let path: String
  package let format = ManifestFormat.kaldi
  package var manifestName: String { "" }
  package var probeName: String { "" }

  private let present: [KaldiFile]
  /// Files that are copied as they are: settings, and whatever else a recipe left there.
  let others: [String]
  /// Folders, which are no part of a data directory: splits and logs that a recipe made from it.
  private let folders: [String]

  package init(path: String) throws(Problem) {
    self.path = path
    let entries = try directoryEntries(of: path)
    folders = entries.filter { isDirectory("\(path)/\($0)") }
    let names = entries.filter { !isDirectory("\(path)/\($0)") }
    present = KaldiFile.allCases.filter { names.contains($0.rawValue) }
    others = names.filter { KaldiFile(rawValue: $0) == nil }
    for name in KaldiFile.refused where names.contains(name) {
      throw Problem(
        .badData, "features have been extracted already; injected audio would have none",
        file: "\(path)/\(name)",
        hint: "inject before feature extraction: give a data directory without \(name)")
    }
    for file in [KaldiFile.text, .wavScp, .utt2spk] where !present.contains(file) {
      throw Problem(
        .missingInput, "a Kaldi data directory needs this file", file: "\(path)/\(file.rawValue)")
    }
  }

  var hasSegments: Bool { present.contains(.segments) }

  func reader(_ file: KaldiFile) throws(Problem) -> KaldiTableReader {
    try KaldiTableReader("\(path)/\(file.rawValue)")
  }

  // MARK: - Reading

  package func survey(
    limit: Int?, _ visit: (Utterance) throws(Problem) -> Void
  ) throws(Problem) -> CorpusTraits {
    var traits = CorpusTraits()
    var files: [KaldiFile: ManifestFile] = [:]
    func finish(_ file: KaldiFile, _ reader: KaldiTableReader) {
      files[file] = reader.description(name: file.rawValue)
    }

    // Files with the same key are read side by side and must list the same ids.
    let byUtterance = present.filter { file in
      file.key == .utterance || (file.key == .recording && !hasSegments)
    }
    try together(byUtterance, limit: limit, finish: finish) { rows throws(Problem) in
      let utterance = try utterance(rows)
      traits.utterances += 1
      traits.statedSeconds += utterance.seconds ?? 0
      traits.utterancesWithDuration += utterance.seconds == nil ? 0 : 1
      if let language = utterance.language { traits.languages[language, default: 0] += 1 }
      try visit(utterance)
    }
    if limit != nil { return traits }
    if hasSegments {
      try together(present.filter { $0.key == .recording }, finish: finish) {
        _ throws(Problem) in
      }
    }
    try together(present.filter { $0.key == .speaker }, finish: finish) { _ throws(Problem) in }
    guard traits.utterances > 0 else {
      throw Problem(.badData, "holds no utterance", file: path)
    }
    traits.lines = traits.utterances
    traits.style.takenFolderNames = Set(others.filter { $0.hasPrefix(audioFolderName) })
    traits.files = present.compactMap { files[$0] }
    if !others.isEmpty {
      traits.warnings.append("\(path): copied as they are: \(others.joined(separator: ", "))")
    }
    if !folders.isEmpty {
      traits.warnings.append("\(path): folders are left out: \(folders.joined(separator: ", "))")
    }
    return traits
  }

  /// Reads files of one key in step.
  private func together(
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
          let instead = row.map { "found '\($0.keyText)'" } ?? "the file ends"
          throw Problem(
            .badData,
            "expected '\(first.keyText)' as in \(leader.rawValue), but \(instead)",
            file: reader.path, line: row?.line.number ?? reader.lineNumber + 1,
            hint: "all files of a data directory list the same ids; "
              + "utils/fix_data_dir.sh keeps what they share")
        }
        rows[file] = row
      }
      try body(rows)
    }
    if limit != nil { return }
    for (file, reader) in zip(files, readers) {
      if let extra = try reader.next() {
        throw Problem(
          .badData, "'\(extra.keyText)' is not in \(leader.rawValue)", file: reader.path,
          line: extra.line.number,
          hint: "all files of a data directory list the same ids")
      }
      finish(file, reader)
    }
  }

  private func utterance(_ rows: [KaldiFile: KaldiRow]) throws(Problem) -> Utterance {
    guard let text = rows[.text], let speaker = rows[.utt2spk] else {
      preconditionFailure("text and utt2spk are always there")
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

  package func audioFiles(limit: Int) throws(Problem) -> [String] {
    var files: [String] = []
    let reader = try reader(.wavScp)
    while files.count < limit, let row = try reader.next() {
      let audio = row.valueText
      if !audio.hasSuffix("|"), !audio.contains(".ark:"), !audio.isEmpty {
        files.append(absolutePath(audio))
      }
    }
    return files
  }

  // MARK: - Injecting

  package func inject(
    _ injected: [InjectedUtterance], gaps: [Int], traits: CorpusTraits, options: InjectionOptions,
    in target: String
  ) throws(Problem) -> [Int] {
    for file in present {
      let entries = entries(of: file, for: injected, language: traits.language)
      let output = try OutputFile("\(target)/\(file.rawValue)")
      let reader = try reader(file)
      try merge(entries, into: reader, to: output)
      try output.close()
      guard traits.files.contains(reader.description(name: file.rawValue)) else {
        throw Problem(
          .badData, "changed while it was being read", file: reader.path,
          hint: "run again when it is still")
      }
    }
    for name in others {
      try writeFile("\(target)/\(name)", readFile("\(path)/\(name)"))
    }
    return []
  }

  /// Injected lines of one file, by key.
  private func entries(
    of file: KaldiFile, for injected: [InjectedUtterance], language: String?
  ) -> [(key: String, line: String)] {
    if file.key == .speaker {
      let bySpeaker = Dictionary(grouping: injected, by: \.speaker)
      return bySpeaker.map { speaker, utterances in
        let ids = utterances.map(\.id).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let value =
          file == .spk2gender ? speaker.gender!.rawValue : ids.joined(separator: " ")
        return (speaker.id, "\(speaker.id) \(value)")
      }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }
    return injected.map { utterance in
      (utterance.id, "\(utterance.id) \(file.value(for: utterance, language: language)!)")
    }
    .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// The user's lines with the new ones at their places in byte order.
  private func merge(
    _ entries: [(key: String, line: String)], into reader: KaldiTableReader, to output: OutputFile
  ) throws(Problem) {
    var remaining = entries[...]
    func write(before key: ArraySlice<UInt8>?) throws(Problem) {
      while let entry = remaining.first,
        key.map({ Array(entry.key.utf8)[...].precedes($0) }) ?? true
      {
        try output.write(entry.line + "\n")
        remaining.removeFirst()
      }
    }
    while let row = try reader.next() {
      try write(before: row.key)
      if let entry = remaining.first, row.key.elementsEqual(entry.key.utf8) {
        throw Problem(
          .badData, "the id '\(row.keyText)' is one of a injected utterance", file: reader.path,
          line: row.line.number, hint: "choose another --seed")
      }
      try output.write(row.line.bytes)
      if row.line.isTerminated || !remaining.isEmpty { try output.write([0x0A]) }
    }
    try write(before: nil)
  }

  // MARK: - Probing

  package func writeProbe(
    _ injected: [InjectedUtterance], checkUtterances: [ProbedUtterance], traits: CorpusTraits,
    in target: String,
    appearingAs final: String
  ) throws(Problem) {
    let checksByUtterance = try recordings(of: checkUtterances)
    let language = traits.language
    var files: [KaldiFile] = [.text, .wavScp, .utt2spk]
    if hasSegments { files.append(.segments) }
    if present.contains(.utt2lang) { files.append(.utt2lang) }
    for file in files {
      var lines: [(key: String, line: [UInt8])] = injected.map {
        ($0.id, Array("\($0.id) \(file.value(for: $0, language: language)!)".utf8))
      }
      for checkUtterance in checkUtterances {
        let value = probeValue(of: file, for: checkUtterance, recordings: checksByUtterance)
        lines.append((checkUtterance.id, Array("\(checkUtterance.id) ".utf8) + value))
      }
      try writeSorted(lines, to: "\(target)/\(file.rawValue)")
    }
    let members = Dictionary(
      grouping: injected.map { ($0.speaker.id, $0.id) }
        + checkUtterances.map { ($0.speaker.id, $0.id) },
      by: \.0)
    try writeSorted(
      members.map { speaker, utterances in
        let ids = utterances.map(\.1).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        return (speaker, Array("\(speaker) \(ids.joined(separator: " "))".utf8))
      }, to: "\(target)/spk2utt")
  }

  private func writeSorted(
    _ lines: [(key: String, line: [UInt8])], to path: String
  ) throws(Problem) {
    let output = try OutputFile(path)
    for (_, line) in lines.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      try output.write(line + [0x0A])
    }
    try output.close()
  }

  /// The wav.scp values that check utterances need, by key; another file names them where there are segments.
  private func recordings(of checkUtterances: [ProbedUtterance]) throws(Problem) -> [String:
    [UInt8]]
  {
    guard hasSegments else { return [:] }
    var wanted: Set<String> = []
    for checkUtterance in checkUtterances { wanted.insert(recording(of: checkUtterance.utterance)) }
    var found: [String: [UInt8]] = [:]
    let reader = try reader(.wavScp)
    while let row = try reader.next() {
      if wanted.contains(row.keyText) { found[row.keyText] = Array(row.value) }
    }
    if let lost = checkUtterances.first(where: { found[recording(of: $0.utterance)] == nil }) {
      throw Problem(
        .badData,
        "the recording '\(recording(of: lost.utterance))' of utterance "
          + "'\(lost.utterance.id ?? "")' is not there", file: "\(path)/wav.scp")
    }
    return found
  }

  private func recording(of utterance: Utterance) -> String {
    String(decoding: utterance.source, as: UTF8.self).split(whereSeparator: \.isWhitespace).first
      .map(String.init) ?? ""
  }

  private func probeValue(
    of file: KaldiFile, for checkUtterance: ProbedUtterance, recordings: [String: [UInt8]]
  ) -> [UInt8] {
    let utterance = checkUtterance.utterance
    switch file {
    case .text: return Array(utterance.text)
    case .utt2spk: return Array(checkUtterance.speaker.id.utf8)
    case .utt2lang: return Array((utterance.language ?? "en").utf8)
    case .segments:
      let fields = String(decoding: utterance.source, as: UTF8.self)
        .split(whereSeparator: \.isWhitespace).dropFirst()
      return Array("\(checkUtterance.id) \(fields.joined(separator: " "))".utf8)
    case .wavScp:
      return hasSegments ? recordings[recording(of: utterance)]! : Array(utterance.audio)
    default: preconditionFailure("a probe directory has no \(file.rawValue)")
    }
  }

  // MARK: - Uprooting

  package func remove(
    ids: Set<String>, speakers: Set<String>, original files: [ManifestFile],
    options: InjectionOptions, to destination: String
  ) throws(Problem) -> RemovalOutcome {
    guard unsafe mkdir(destination, 0o755) == 0 else { throw SystemError.last.writing(destination) }
    var result = RemovalOutcome()
    var absent: [KaldiFile: Set<String>] = [:]
    for original in files {
      guard let file = KaldiFile(rawValue: original.name), present.contains(file) else {
        result.changedFiles.append(original.name)
        continue
      }
      let output = try OutputFile("\(destination)/\(file.rawValue)")
      let hasher = DigestedOutput(output)
      let reader = try LineReader("\(path)/\(file.rawValue)")
      var pendingFeed = false
      var found: Set<String> = []
      while let line = try reader.next() {
        let row = try KaldiRow(line, file: reader.path)
        let key = row.keyText
        if (file.key == .speaker ? speakers : ids).contains(key) {
          found.insert(key)
          if file == .text { result.entries += 1 }
          continue
        }
        if pendingFeed { try hasher.write([0x0A]) }
        pendingFeed = true
        try hasher.write(line.bytes)
      }
      if original.isTerminated, pendingFeed { try hasher.write([0x0A]) }
      try output.close()
      if hasher.finish() != original.digest { result.changedFiles.append(original.name) }
      if file == .text { result.found = found }
      if file.key != .speaker { absent[file] = ids.subtracting(found) }
    }
    for name in others {
      try writeFile("\(destination)/\(name)", readFile("\(path)/\(name)"))
    }
    // What stands in text but not in another file was half taken out: not found.
    for missing in absent.values { result.found.subtract(missing) }
    return result
  }
}
