import Files

/// A folder with a file for each utterance. The files are read in the order of their names.
///
/// A recogniser may write several formats side by side (Whisper writes five). The files of one ending
/// are read, chosen by this order: json, txt, tsv, csv, srt, vtt; other endings only if there are
/// none of these. Names that start with a dot are skipped.
struct TranscriptFolder: HypothesisSource {
  private let directory: String
  private let names: [String]
  private let format: TranscriptFormat
  private let wanted: ColumnRequest

  private static let endings = ["json", "txt", "tsv", "csv", "srt", "vtt"]

  /// The files of a folder that are read.
  static func files(in directory: String) throws(Problem) -> [String] {
    let names = try directoryEntries(of: directory).filter {
      !$0.hasPrefix(".") && !isDirectory("\(directory)/\($0)")
    }.sorted()
    let byEnding = Dictionary(grouping: names) { ending(of: $0) }
    guard let chosen = endings.first(where: { byEnding[$0] != nil }) ?? byEnding.keys.sorted().first
    else {
      throw Problem(
        .badData, "is a folder without files", file: directory,
        hint: "name the folder with a file for each utterance")
    }
    if chosen == "", names.contains("text") {
      throw Problem(
        .badData, "is a folder", file: directory,
        hint: "pass the file with the hypotheses: \(directory)/text")
    }
    return byEnding[chosen] ?? []
  }

  /// The first file that has a line, which shows the format; the first file if all are empty. A file
  /// without a line is refused later unless the format has such files.
  static func firstLines(
    of names: [String], in directory: String, _ content: TranscriptContent
  ) throws(Problem) -> TranscriptLines {
    for name in names {
      let lines = try TranscriptLines("\(directory)/\(name)", content)
      if try lines.first() != nil { return lines }
    }
    return try TranscriptLines("\(directory)/\(names[0])", content)
  }

  private static func ending(of name: String) -> String {
    var parts = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
    if parts.last == "gz" { parts.removeLast() }
    return parts.count > 1 ? String(parts[parts.count - 1]) : ""
  }

  init(
    _ directory: String, _ names: [String], _ format: TranscriptFormat, _ wanted: ColumnRequest
  ) {
    self.directory = directory
    self.names = names
    self.format = format
    self.wanted = wanted
  }

  /// States the number of empty files, which a recogniser that fails may leave behind too.
  var sources: String {
    let files = "\(names.count) files, ids from their names"
    guard [.text, .subtitles].contains(format) else { return files }
    let empty = names.count { FileStamp("\(directory)/\($0)")?.bytes == 0 }
    return empty == 0
      ? files : files + "; \(empty) of them empty, read as utterances without speech"
  }
  var textColumn: String? { nil }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    for name in names {
      let lines = try TranscriptLines("\(directory)/\(name)", wanted.content)
      if name.lowercased().hasSuffix(".gz"), FileStamp(lines.path)?.bytes == 0 {
        throw Problem(
          .badData, "is empty and no gzip file", file: lines.name,
          hint: "was the file copied completely?")
      }
      if let first = try lines.first() { try refuseBinary(first, of: lines) }
      try format.decoder(of: lines, wanted).forEach(visit)
    }
  }
}
