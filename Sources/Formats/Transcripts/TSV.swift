import Files

/// Tab-separated values (IANA text/tab-separated-values): a header line, then rows.
///
///     id<TAB>hypothesis
///     c0001<TAB>words of the hypothesis
///
/// A field is the text between two tabs. Quotes have no special meaning, so no field can have a tab or
/// a line feed. Lines end in LF or CR LF.
enum TSV: FieldSyntax {
  static let separator = UInt8(ascii: "\t")
  static let unevenHint: Hint = "check whether a text has a tab, which separates fields"

  static func split(
    _ line: Line, of lines: TranscriptLines, into fields: inout [ArraySlice<UInt8>]
  ) {
    let bytes = line.withoutReturn
    var start = bytes.startIndex
    while let tab = bytes[start...].firstIndex(of: separator) {
      fields.append(bytes[start..<tab])
      start = tab + 1
    }
    fields.append(bytes[start...])
  }
}
