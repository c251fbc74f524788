import Files

/// Tab-separated values (IANA text/tab-separated-values): a header line, then rows.
///
///     id<TAB>hypothesis
///     c0001<TAB>words of the hypothesis
///
/// A field is whatever stands between two tabs; quotes mean nothing, so no field can hold a tab
/// or a line feed. Lines may end in CR LF.
enum TSV: FieldSyntax {
  static let separator = UInt8(ascii: "\t")
  static let unevenHint = "a tab separates fields; does a text hold one?"

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
