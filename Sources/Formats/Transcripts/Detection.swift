import Files

typealias DetectedFormat = (format: TranscriptFormat, reason: String)

/// Detects a file's format by its first line and, if that is not conclusive, by the ending of its name.
///
/// - Throws: `.badData`, with the kind of file if that is known.
func detectFormat(
  of lines: TranscriptLines, _ wanted: ColumnRequest
) throws(Problem) -> DetectedFormat {
  guard let first = try lines.first() else { throw lines.empty }
  let place = "line \(first.number)"
  if first.bytes.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{") {
    let columns = try columnsOrLayout(first, of: lines)
    try refuseColumnTable(columns, line: first.number, of: lines)
    if let key = NeMoTranscript.evidence(in: columns) {
      return (.nemo, "\(place) has \"\(key.printable)\"")
    }
    try refuseForeignRecord(columns, wanted, line: first.number, of: lines)
    return (.jsonl, "\(place) is a JSON object")
  }
  if let separator = try lines.statedSeparator() {
    let format: TranscriptFormat = separator == TSV.separator ? .tsv : .csv
    return (format, "\(place) states the separator")
  }
  try refuseForeignText(first, of: lines)
  if isHeader(first, TSV.separator, wanted) { return (.tsv, "\(place) is a header with tabs") }
  for (separator, name) in csvSeparators where isHeader(first, separator, wanted) {
    return (.csv, "\(place) is a header with \(name)")
  }
  switch fileEnding(of: lines.path) {
  case "csv": return (.csv, "named .csv")
  case "tsv": return (.tsv, "named .tsv")
  case let ending? where ["json", "jsonl", "ndjson"].contains(ending):
    throw lines.foreign(
      "is named .\(ending), but its first line is not a JSON object", first.number)
  default: return (.kaldi, "\(place) is an id and words")
  }
}

/// The separators of CSV in the order in which a header is tried.
private let csvSeparators: [(separator: UInt8, name: String)] = [
  (CSV.separator, "commas"), (SemicolonCSV.separator, "semicolons"),
  (BarCSV.separator, "vertical bars"),
]

/// The decoder for the separator that the file states or that its header shows; commas by default.
func csvDecoder(
  of lines: TranscriptLines, _ wanted: ColumnRequest
) throws(Problem) -> any TranscriptDecoder {
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
      ColumnNames.isHypothesis($0) || ColumnNames.ambiguous.contains($0)
        || (wanted.content == .losses && ColumnNames.losses.contains($0))
        || $0 == wanted.text?.lowercased()
    }
}

/// The ending in lower case, without `.gz`: `a/hyp.CSV.gz` → `csv`.
private func fileEnding(of path: String) -> String? {
  var parts = baseName(of: path).lowercased().split(separator: ".").map(String.init)
  if parts.last == "gz" { parts.removeLast() }
  return parts.count > 1 ? parts.last : nil
}

/// The keys of the first record. The error distinguishes a document on several lines from an invalid line.
private func columnsOrLayout(
  _ first: Line, of lines: TranscriptLines
) throws(Problem) -> [Column] {
  let problem: Problem
  do throws(Problem) {
    return try recordColumns(first, of: lines)
  } catch {
    problem = error
  }
  let text = first.bytes.filter { $0 > 0x20 }
  let isOpen = text == Array("{".utf8) || text.last == UInt8(ascii: ",")
  guard isOpen, try lines.second() != nil else { throw problem }
  throw lines.problem(
    "a JSON document on several lines; transcripts have one object a line",
    line: first.number, hint: "jq -c . FILE writes it on one line; \(formatsHint)")
}
