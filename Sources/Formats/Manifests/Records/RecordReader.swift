import Files

/// Reads a manifest record by record, in memory that does not grow with it.
final class RecordReader {
  let path: String
  private let syntax: RecordSyntax
  private let reader: LineReader
  /// The number of lines that were read.
  private(set) var lines = 0
  private var members: MemberScan

  /// The largest size of a row in bytes that has several lines. Without it, a missing quote would
  /// consume the whole file.
  private static let longestRow = 1 << 20

  /// - Parameter tap: receives every decompressed byte once.
  init(
    _ path: String, _ syntax: RecordSyntax, tap: ((ArraySlice<UInt8>) -> Void)? = nil
  ) throws(Problem) {
    self.path = path
    self.syntax = syntax
    members = MemberScan(path: path)
    reader = try LineReader(path, tap: tap)
  }

  /// For an object with a member for each utterance: the bytes between the previous record and the one
  /// that `next` returned.
  var lead: [UInt8] { members.lead }
  /// The bytes after the last record.
  var tail: [UInt8] { members.tail }

  var isCompressed: Bool { reader.isCompressed }

  /// The next record, also a blank one; nil after the last one.
  func next() throws(Problem) -> Record? {
    if syntax == .jsonMembers {
      return try members.next { () throws(Problem) in try reader.next() }
    }
    guard let line = try reader.next() else { return nil }
    lines += 1
    guard case .quoted(let separator, let skipsSpaces) = syntax, line.bytes.contains(quote) else {
      return Record(bytes: line.bytes, line: line.number, isTerminated: line.isTerminated)
    }
    var quotes = QuoteScan(separator: separator, skipsSpaces: skipsSpaces)
    quotes.scan(line.bytes)
    guard quotes.isOpen else {
      return Record(bytes: line.bytes, line: line.number, isTerminated: line.isTerminated)
    }
    return try multilineRow(line, &quotes)
  }

  private func multilineRow(_ first: Line, _ quotes: inout QuoteScan) throws(Problem) -> Record {
    var bytes = Array(first.bytes)
    var isTerminated = first.isTerminated
    while quotes.isOpen {
      guard bytes.count <= Self.longestRow, let line = try reader.next() else {
        throw Problem(
          .badData, "a quoted field starts here and does not end", file: path, line: first.number,
          hint: "a quote inside quotes has to be doubled (RFC 4180)")
      }
      lines += 1
      bytes.append(0x0A)
      bytes += line.bytes
      isTerminated = line.isTerminated
      quotes.scan(line.bytes)
    }
    return Record(bytes: bytes[...], line: first.number, isTerminated: isTerminated)
  }

  /// The next lines as one run of bytes; only for a manifest whose records are single lines.
  func nextRun(atMost most: Int) throws(Problem) -> (bytes: ArraySlice<UInt8>, lines: Int)? {
    guard let run = try reader.nextRun(atMost: most) else { return nil }
    lines += run.lines
    return run
  }
}

let quote = UInt8(ascii: "\"")

/// Whether the lines of a row end inside quotes. A quote opens a quoted field only at the start of the
/// field; elsewhere it is a character of the text, as Python's csv module and pandas read it.
private struct QuoteScan {
  let separator: UInt8
  let skipsSpaces: Bool
  private(set) var isOpen = false

  init(separator: UInt8, skipsSpaces: Bool) {
    self.separator = separator
    self.skipsSpaces = skipsSpaces
  }

  mutating func scan(_ line: ArraySlice<UInt8>) {
    var isAtStart = !isOpen
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      index += 1
      if isOpen {
        guard byte == quote else { continue }
        // A doubled quote belongs to the text.
        if index < line.endIndex, line[index] == quote { index += 1 } else { isOpen = false }
      } else if byte == separator {
        isAtStart = true
      } else if byte == quote, isAtStart {
        isOpen = true
        isAtStart = false
      } else if !(skipsSpaces && isAtStart && byte == 0x20) {
        isAtStart = false
      }
    }
  }
}
