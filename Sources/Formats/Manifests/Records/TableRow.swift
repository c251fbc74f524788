import Files

/// Splits a row of a table into fields.
struct TableRow {
  let separator: UInt8
  let allowsQuotes: Bool
  let skipsSpaces: Bool

  init?(_ syntax: RecordSyntax) {
    switch syntax {
    case .jsonLines, .jsonMembers: return nil
    case .plain(let separator):
      (self.separator, allowsQuotes, skipsSpaces) = (separator, false, false)
    case .quoted(let separator, let skipsSpaces):
      (self.separator, allowsQuotes, self.skipsSpaces) = (separator, true, skipsSpaces)
    }
  }

  /// - Parameter names: the names of the columns; further fields are named by their number from 1.
  func fields(
    of record: Record, names: [[UInt8]], file: String
  ) throws(Problem) -> [RecordField] {
    let bytes = record.bytes
    guard !bytes.contains(0) else {
      throw Problem(
        .badData, "has a NUL character, on which csv readers fail", file: file, line: record.line,
        hint: "tr -d '\\0' < FILE > NEW removes it")
    }
    // A carriage return at the end belongs to the line end.
    let end = bytes.last == 0x0D ? bytes.endIndex - 1 : bytes.endIndex
    var fields: [RecordField] = []
    fields.reserveCapacity(names.count)
    var cursor = bytes.startIndex
    while true {
      let name =
        fields.count < names.count ? names[fields.count] : Array("\(fields.count + 1)".utf8)
      let field = try field(named: name[...], at: cursor, end: end, of: record, file: file)
      fields.append(field)
      cursor = bytes.startIndex + field.written.upperBound
      guard cursor < end else { return fields }
      cursor += 1
    }
  }

  private func field(
    named name: ArraySlice<UInt8>, at start: Int, end: Int, of record: Record, file: String
  ) throws(Problem) -> RecordField {
    let bytes = record.bytes
    let first = bytes.startIndex
    var cursor = start
    if skipsSpaces { while cursor < end, bytes[cursor] == 0x20 { cursor += 1 } }
    guard allowsQuotes, cursor < end, bytes[cursor] == quote else {
      let stop = bytes[cursor..<end].firstIndex(of: separator) ?? end
      let range = (cursor - first)..<(stop - first)
      return RecordField(name: name, written: range, inner: range)
    }
    let opened = cursor
    cursor += 1
    var hasDoubled = false
    while cursor < end {
      guard bytes[cursor] == quote else {
        cursor += 1
        continue
      }
      guard cursor + 1 < end, bytes[cursor + 1] == quote else { break }
      hasDoubled = true
      cursor += 2
    }
    guard cursor < end, cursor + 1 == end || bytes[cursor + 1] == separator else {
      throw Problem(
        .badData,
        "column \(min(cursor, end - 1) - first + 1): expected the end of the field after a closing quote",
        file: file, line: record.line, hint: "a quote inside quotes has to be doubled (RFC 4180)")
    }
    return RecordField(
      name: name, written: (opened - first)..<(cursor + 1 - first),
      inner: (opened + 1 - first)..<(cursor - first),
      escaping: hasDoubled ? .doubledQuotes : .none)
  }

  /// A value as it is written in a row; nil if this syntax cannot write it.
  func encoded(_ value: [UInt8]) -> [UInt8]? {
    let isPlain = !value.contains { $0 == separator || $0 == 0x0A || $0 == 0x0D || $0 == quote }
    if isPlain, value.first != 0x20 || !skipsSpaces { return value }
    guard allowsQuotes else {
      return value.contains { $0 == separator || $0 == 0x0A || $0 == 0x0D } ? nil : value
    }
    return [quote] + value.flatMap { $0 == quote ? [quote, quote] : [$0] } + [quote]
  }
}
