import Files

/// Comma-separated values (RFC 4180, section 2): a header line, then rows.
///
///     id,hypothesis
///     c0001,"words, of the ""hypothesis"""
///
/// * a field is plain, or stands in double quotes; a quote within quotes is doubled;
/// * quoted fields may hold commas and line ends;
/// * a quote within a plain field, or anything between a closing quote and the next comma, is an
///   error;
/// * lines end in LF or CR LF.
enum CSV: FieldSyntax {
  static let separator = UInt8(ascii: ",")
  static let unevenHint = "a text with a comma in it must stand in double quotes"
  /// A quote that nobody closed would otherwise swallow the rest of the file.
  private static let longestField = 1 << 20

  static func split(
    _ line: Line, of lines: TranscriptLines, into fields: inout [ArraySlice<UInt8>]
  ) throws(Problem) {
    var row = Row(line: line, bytes: line.bytes, number: line.number)
    repeat {
      fields.append(try row.field(of: lines))
    } while try row.takeSeparator(of: lines)
  }

  private struct Row {
    /// Where the row starts.
    let line: Line
    /// The line that is being read, from `cursor` on.
    var bytes: ArraySlice<UInt8>
    var number: Int
    var cursor: Int

    init(line: Line, bytes: ArraySlice<UInt8>, number: Int) {
      self.line = line
      self.bytes = bytes
      self.number = number
      cursor = bytes.startIndex
    }

    /// Where plain text ends.
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
            "column \(cursor - bytes.startIndex + 1): a quote within a field that is not quoted",
            line: number, hint: "RFC 4180: put the field in quotes and double those within it")
        }
        cursor += 1
      }
      return bytes[start..<cursor]
    }

    /// Reads from the opening quote to behind the closing one, over as many lines as it takes.
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
              hint: "a quote within quotes is doubled")
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

    /// True where another field follows.
    mutating func takeSeparator(of lines: TranscriptLines) throws(Problem) -> Bool {
      guard cursor < end else { return false }
      guard bytes[cursor] == separator else {
        throw lines.problem(
          "column \(cursor - bytes.startIndex + 1): expected a comma after a closing quote",
          line: number, hint: "a quote within quotes is doubled")
      }
      cursor += 1
      return true
    }
  }
}

private let quote = UInt8(ascii: "\"")
