/// The syntax in which the records of a manifest are written.
enum RecordSyntax: Hashable, Sendable {
  /// One JSON object a line.
  case jsonLines
  /// One JSON object for the whole file, with a member for each utterance.
  case jsonMembers
  /// Rows whose fields may be in double quotes, as in RFC 4180. A quoted field may have line ends.
  /// - Parameter skipsSpaces: whether spaces after a separator do not belong to the field.
  case quoted(separator: UInt8, skipsSpaces: Bool)
  /// Rows of fields without quotes: a quote is a character as any other.
  case plain(separator: UInt8)

  static let csv = quoted(separator: UInt8(ascii: ","), skipsSpaces: false)
  static let tsv = plain(separator: UInt8(ascii: "\t"))

  /// The separator of a table; nil for JSON.
  var separator: UInt8? {
    switch self {
    case .jsonLines, .jsonMembers: nil
    case .quoted(let separator, _), .plain(let separator): separator
    }
  }

  var isTable: Bool { separator != nil }

  /// True if the bytes of a line are only white space. In a table whose separator is a tab, a line of
  /// tabs is a row of empty fields.
  func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    guard separator == UInt8(ascii: "\t") else { return line.isBlank }
    return line.allSatisfy { $0 == 0x20 || $0 == 0x0D }
  }
}
