import Files

typealias DetectedFormat = (format: TranscriptFormat, reason: String)

/// Detects a file's format by its first lines and, if that is not conclusive, by the ending of its
/// name.
///
/// - Parameter inFolder: whether the file is one of a folder, which has a file for each utterance.
/// - Throws: `.badData`, with the kind of file if that is known.
func detectFormat(
  of lines: TranscriptLines, _ wanted: ColumnRequest, inFolder: Bool = false
) throws(Problem) -> DetectedFormat {
  let ending = fileEnding(of: lines.path)
  if inFolder, ending == "txt" { return (.text, "a folder with a .txt file for each utterance") }
  guard let first = try lines.first() else { throw lines.empty }
  let place = "line \(first.number)"
  let start = first.bytes.first { $0 != 0x20 && $0 != 0x09 }
  let isChoiceOfWords = first.bytes.text.map { TrnTranscript.isLine($0[...].trimmed) } ?? false
  if start == UInt8(ascii: "{") && !isChoiceOfWords || startsArray(first) {
    return try detectJSON(of: lines, wanted, inFolder: inFolder)
  }
  if let separator = try lines.statedSeparator() {
    let format: TranscriptFormat = separator == TSV.separator ? .tsv : .csv
    return (format, "\(place) states the separator")
  }
  if let found = try detectText(of: lines) { return found }
  try refuseForeignText(first, of: lines)
  if isHeader(first, TSV.separator, wanted) { return (.tsv, "\(place) is a header with tabs") }
  for (separator, name) in csvSeparators where isHeader(first, separator, wanted) {
    return (.csv, "\(place) is a header with \(name)")
  }
  switch ending {
  case "csv": return (.csv, "named .csv")
  case "tsv": return (.tsv, "named .tsv")
  case let ending? where ["json", "jsonl", "ndjson"].contains(ending):
    throw lines.foreign(
      "is named .\(ending), but its first line is not a JSON object", first.number)
  default:
    if let ending, ["srt", "vtt"].contains(ending) {
      throw lines.foreign("is named .\(ending), but has no subtitles", first.number)
    }
    return wanted.matchesByOrder && wanted.content != .names
      ? (.lines, "matched by order") : (.kaldi, "\(place) is an id and words")
  }
}

/// Detects the formats of text that have marks of their own.
private func detectText(of lines: TranscriptLines) throws(Problem) -> DetectedFormat? {
  let (first, second) = try firstTexts(of: lines)
  guard let (number, text) = first else { return nil }
  /// True if both lines have the form.
  func have(_ isLine: (Substring) -> Bool) -> Bool {
    isLine(text) && second.map { isLine($0) } ?? true
  }
  let place = "line \(number)"
  if RecogsTranscript.isLine(text) { return (.recogs, "\(place) has ref=[ or hyp=[") }
  if SpeechBrainTranscript.starts(text, second ?? "") {
    return (.speechbrain, "\(place) has %WER, the next one %SER")
  }
  if text.hasPrefix("WEBVTT") { return (.subtitles, "\(place) is WEBVTT") }
  if let second,
    SubtitleDocument.isTiming(text) || (Int(text) != nil && SubtitleDocument.isTiming(second))
  {
    return (.subtitles, "\(place) starts a cue")
  }
  if SegmentDocument.isHeader(text) { return (.segments, "\(place) has start, end and text") }
  if have(FairseqTranscript.isLine) { return (.fairseq, "\(place) ends in (None-NUMBER)") }
  if have(CTMTranscript.isLine) { return (.ctm, "\(place) has a start, a duration and a word") }
  if have(STMTranscript.isLine) { return (.stm, "\(place) has a speaker, a start and an end") }
  if have(TrnTranscript.isLine) { return (.trn, "\(place) ends in an id in parentheses") }
  if let line = try SherpaTranscript.start(lines) {
    return (.sherpa, "line \(line) names the file of the next one")
  }
  return nil
}

/// The first two lines that are neither blank nor comments of SCTK (`;;`), the first with its number.
private func firstTexts(
  of lines: TranscriptLines
) throws(Problem) -> (first: (number: Int, text: Substring)?, second: Substring?) {
  var found: [(number: Int, text: Substring)] = []
  for place in 0..<1_000 {
    guard found.count < 2, let line = try lines.line(ahead: place) else { break }
    guard let text = line.bytes.text?[...].trimmed, !text.isEmpty, !text.hasPrefix(";;") else {
      continue
    }
    found.append((line.number, text))
  }
  return (found.first, found.count > 1 ? found[1].text : nil)
}

/// The separators of CSV in the order in which a header is tried.
private let csvSeparators: [(separator: UInt8, name: String)] = [
  (CSV.separator, "commas"), (SemicolonCSV.separator, "semicolons"),
  (BarCSV.separator, "vertical bars"),
]

/// The decoder for the separator that the file states or that its header shows; commas by default.
func csvDecoder(
  of lines: TranscriptLines, _ wanted: ColumnRequest
) throws(Problem) -> any HypothesisSource {
  var separator = try lines.statedSeparator()
  if separator == nil, let header = try lines.first() {
    separator = csvSeparators.first { isHeader(header, $0.separator, wanted) }?.separator
  }
  return switch separator {
  case SemicolonCSV.separator: try DelimitedTranscript<SemicolonCSV>(lines, wanted)
  case BarCSV.separator: try DelimitedTranscript<BarCSV>(lines, wanted)
  case TSV.separator: try DelimitedTranscript<TSV>(lines, wanted)
  default: try DelimitedTranscript<CSV>(lines, wanted)
  }
}

/// True if a line has the names of an id column and a hypothesis column, known or chosen.
private func isHeader(_ line: Line, _ separator: UInt8, _ wanted: ColumnRequest) -> Bool {
  let quotes: Set<Character> = ["\"", " "]
  let names = line.withoutReturn.split(separator: separator, omittingEmptySubsequences: false)
    .map { String(decoding: $0, as: UTF8.self).filter { !quotes.contains($0) }.lowercased() }
  guard names.count > 1 else { return false }
  let ids = (ColumnNames.ids + ColumnNames.audio) + [wanted.id?.lowercased()].compactMap { $0 }
  return names.contains { ids.contains($0) }
    && names.contains {
      wanted.content == .names || ColumnNames.isHypothesis($0) || ColumnNames.ambiguous.contains($0)
        || (wanted.content == .losses && ColumnNames.losses.contains($0))
        || $0 == wanted.text?.lowercased()
    }
}

/// The ending in lower case, without `.gz`: `a/hyp.CSV.gz` → `csv`.
func fileEnding(of path: String) -> String? {
  var parts = baseName(of: path).lowercased().split(separator: ".").map(String.init)
  if parts.last == "gz" { parts.removeLast() }
  return parts.count > 1 ? parts.last : nil
}
