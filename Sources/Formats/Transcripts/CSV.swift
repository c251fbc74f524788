import Files

/// Comma-separated values (RFC 4180, section 2): a header line, then rows.
///
///     id,hypothesis
///     c0001,"words, of the ""hypothesis"""
///
/// * A field is plain or in double quotes. A quote inside quotes is doubled.
/// * Quoted fields may have commas and line ends.
/// * A quote inside a plain field is an error, and so is text between a closing quote and the next
///   comma.
/// * Lines end in LF or CR LF.
enum CSV: QuotedSyntax {
  static let separator = UInt8(ascii: ",")
  static let unevenHint: Hint = "a text with a comma must be in double quotes"
}

/// CSV with semicolons, as spreadsheets write it where the comma is the decimal separator.
enum SemicolonCSV: QuotedSyntax {
  static let separator = UInt8(ascii: ";")
  static let unevenHint: Hint = "a text with a semicolon must be in double quotes"
}

/// CSV with vertical bars.
enum BarCSV: QuotedSyntax {
  static let separator = UInt8(ascii: "|")
  static let unevenHint: Hint = "a text with a vertical bar must be in double quotes"
}

/// A variant of CSV, which differs in its separator only.
protocol QuotedSyntax: FieldSyntax {}

extension QuotedSyntax {
  static func split(
    _ line: Line, of lines: TranscriptLines, into fields: inout [ArraySlice<UInt8>]
  ) throws(Problem) {
    try QuotedFields.split(line, at: separator, of: lines, into: &fields)
  }
}

/// Fields that may be in double quotes; the common part of the variants of CSV.
private enum QuotedFields {
  /// The largest size of a field in bytes. Without it, a missing quote would consume the whole file.
  private static let longestField = 1 << 20

  static func split(
    _ line: Line, at separator: UInt8, of lines: TranscriptLines,
    into fields: inout [ArraySlice<UInt8>]
  ) throws(Problem) {
    var row = Row(line: line, separator: separator)
    repeat {
      fields.append(try row.field(of: lines))
    } while try row.takeSeparator(of: lines)
  }

  private struct Row {
    /// The line on which the row starts.
    let line: Line
    let separator: UInt8
    /// The bytes of the current line, to be read from `cursor` on.
    var bytes: ArraySlice<UInt8>
    var number: Int
    var cursor: Int

    init(line: Line, separator: UInt8) {
      self.line = line
      self.separator = separator
      bytes = line.bytes
      number = line.number
      cursor = bytes.startIndex
    }

    /// The end of the current line without a carriage return.
    var end: Int {
      bytes.count > 0 && bytes[bytes.endIndex - 1] == 0x0D ? bytes.endIndex - 1 : bytes.endIndex
    }

    mutating func field(of lines: TranscriptLines) throws(Problem) -> ArraySlice<UInt8> {
      if cursor < end, bytes[cursor] == quote { return try quoted(of: lines) }
      let start = cursor
      let end = end
      while cursor < end, bytes[cursor] != separator {
        guard bytes[cursor] != quote else {
          throw lines.problem(
            "column \(cursor - bytes.startIndex + 1): a quote inside a field that is not quoted",
            line: number, hint: "put the field in quotes and double the quotes inside it (RFC 4180)"
          )
        }
        cursor += 1
      }
      return bytes[start..<cursor]
    }

    /// Reads from the opening quote to the closing one, which may be on a later line.
    private mutating func quoted(of lines: TranscriptLines) throws(Problem) -> ArraySlice<UInt8> {
      let opened = number
      cursor += 1
      var content: [UInt8] = []
      while true {
        guard let close = bytes[cursor...].firstIndex(of: quote) else {
          content += bytes[cursor...]
          content.append(0x0A)
          guard content.count <= longestField, let next = try lines.next() else {
            throw lines.problem(
              "a quoted field starts here and does not end", line: opened,
              hint: "a quote inside quotes has to be doubled")
          }
          (bytes, number, cursor) = (next.bytes, next.number, next.bytes.startIndex)
          continue
        }
        let piece = bytes[cursor..<close]
        cursor = close + 1
        guard cursor < bytes.endIndex, bytes[cursor] == quote else {
          return content.isEmpty ? piece : (content + piece)[...]
        }
        content += piece
        content.append(quote)
        cursor += 1
      }
    }

    /// True if another field follows.
    mutating func takeSeparator(of lines: TranscriptLines) throws(Problem) -> Bool {
      guard cursor < end else { return false }
      guard bytes[cursor] == separator else {
        throw lines.problem(
          "column \(cursor - bytes.startIndex + 1): expected "
            + "\(separator == CSV.separator ? "a comma" : "a separator") after a closing quote",
          line: number, hint: "a quote inside quotes has to be doubled")
      }
      cursor += 1
      return true
    }
  }
}

private let quote = UInt8(ascii: "\"")
