import Files

/// Manifests whose fields the user names (audio, text, id, duration): one JSON object a line, CSV with a header (RFC 4180), and TSV without quotes.
///
/// * CSV may be separated by commas, semicolons or vertical bars; the header shows which.
/// * A table has no header if its columns are named by numbers from 1.
/// * A relative path is resolved against the manifest's directory if such a file exists, else against
///   the working directory.
/// * Where no name is stated, usual names are tried.
extension RecordFormat {
  static let jsonl = RecordFormat(
    title: "any JSON Lines file, by naming its keys",
    evidence: "the name of a key, and an object in the first line"
  ) { start in
    start.keys == nil ? nil : "line \(start.number) is a JSON object"
  } layout: { _ in
    .named(syntax: .jsonLines, isNumbered: false)
  }

  static let csv = RecordFormat(
    title: "any CSV file, by naming its columns",
    evidence: "the name of a column, and commas, semicolons or vertical bars in the first line"
  ) { start in
    start.keys == nil && start.separator != nil ? "line \(start.number) is a row of CSV" : nil
  } layout: { start in
    .named(
      syntax: .quoted(separator: start.separator ?? UInt8(ascii: ","), skipsSpaces: false),
      isNumbered: false)
  }

  static let tsv = RecordFormat(
    title: "any TSV file, by naming its columns",
    evidence: "the name of a column, and a tab in the first line"
  ) { start in
    start.keys == nil && start.line.contains(UInt8(ascii: "\t"))
      ? "line \(start.number) has a tab" : nil
  } layout: { _ in
    .named(syntax: .tsv, isNumbered: false)
  }
}

extension FileStart {
  /// The separator of CSV that divides the first line into the most fields; nil if none does.
  fileprivate var separator: UInt8? {
    let counts = ",;|".utf8.map { separator in
      (separator, columns(.quoted(separator: separator, skipsSpaces: false)).count)
    }
    // `max` returns the last of equal elements, and a comma is the likeliest.
    let most = counts.reversed().max { $0.1 < $1.1 }
    return most.flatMap { $0.1 > 1 ? $0.0 : nil }
  }
}

extension RecordLayout {
  fileprivate static func named(syntax: RecordSyntax, isNumbered: Bool) -> RecordLayout {
    RecordLayout(
      loader: "this program", syntax: syntax, hasHeader: syntax.isTable && !isNumbered,
      names: [
        .audio: [
          "audio_filepath", "audio_path", "audio", "path", "wav", "file_name", "filename", "file",
        ],
        .text: ["text", "transcript", "transcription", "sentence"], .duration: ["duration"],
      ], audio: .directoryOrWorkingDirectory,
      faults: [
        .sharedID: "name another field of ids, or none: programs that look ids up find one of them"
      ].merging(
        syntax == .tsv
          ? [
            .openQuote: "loaders lose lines unless they read the table without quotes "
              + "(quoting=csv.QUOTE_NONE)"
          ] : [:]
      ) { old, _ in old })
  }
}
