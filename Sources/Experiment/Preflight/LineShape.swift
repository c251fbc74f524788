import Files

/// Tells lines that list an utterance from messages, by their shape.
enum LineShape {
  /// True for a line of JSON, of a table, or that begins with the id: a message begins with words.
  ///
  /// The random part of an id is in the first field, or in a field without blanks between commas, tabs or
  /// vertical bars.
  static func isEntry(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first(where: { $0 > 0x20 }) else { return true }
    if "{[\"]}".utf8.contains(first) { return true }
    // A list of words without any id: a line of one word is an id of another utterance.
    var found: Range<Int>?
    forEachRandomPart(in: line) { _, place in found = found ?? place }
    guard let found else { return !line.contains(UInt8(ascii: " ")) || hasSeparator(line) }
    let before = line[..<found.lowerBound]
    if !before.contains(where: isBlank) { return true }
    // Leading blanks do not count.
    if before.drop(while: isBlank).allSatisfy({ !isBlank($0) && !isSeparator($0) }) { return true }
    guard hasSeparator(line) else { return false }
    let field = line[(before.lastIndex(where: isSeparator).map { $0 + 1 } ?? line.startIndex)...]
      .prefix { !isSeparator($0) }
    return !field.contains(UInt8(ascii: " "))
  }

  /// True for comments of lists: `#`, `;`, `//`, `--` and `<!--` at the beginning.
  static func isComment(_ line: ArraySlice<UInt8>) -> Bool {
    let line = line.drop { $0 <= 0x20 }
    return ["#", ";", "//", "--", "<!--"].contains { line.starts(with: $0.utf8) }
  }

  /// True for an entry with a field that says that loaders leave it out: NeMo's `_skipme`, SDP's `drop`.
  static func isFlaggedAsUnused(_ line: ArraySlice<UInt8>) -> Bool {
    guard let value = value(of: flags, in: line) else { return false }
    return ["true", "1", "\"true\""].contains { value.starts(with: $0.utf8) }
  }

  /// True if a line of JSON has a field with the text of an utterance.
  static func hasTextField(_ line: ArraySlice<UInt8>) -> Bool {
    value(of: textFields, in: line) != nil
  }

  private static let flags = fields([
    "_skipme", "skipme", "_skip", "skip", "drop", "dropped", "removed", "excluded",
  ])
  private static let textFields = fields([
    "text", "sentence", "transcript", "transcription", "words", "wrd", "txt", "target",
    "normalized_text",
  ])

  private static func fields(_ names: [String]) -> BytePatterns {
    BytePatterns(names.map { "\"\($0)\"" })
  }

  /// The rest of a line of JSON from the value of one of several fields on; nil without any.
  private static func value(
    of fields: BytePatterns, in line: ArraySlice<UInt8>
  ) -> ArraySlice<UInt8>? {
    var rest = line
    while let found = fields.find(in: rest) {
      rest = rest[found.end...]
      let value = rest.drop(while: isBlank)
      // A name may also be a value.
      if value.first == UInt8(ascii: ":") { return value.dropFirst().drop(while: isBlank) }
    }
    return nil
  }

  /// True if a line has two words in a row outside of JSON, which are the text of an utterance: words of
  /// letters behind the id, or a field with a blank.
  static func hasWords(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first(where: { $0 > 0x20 }), !"{[\"".utf8.contains(first) else {
      return false
    }
    var words = 0
    for token in line.split(whereSeparator: { isBlank($0) || isSeparator($0) }).dropFirst() {
      let isWord = token.allSatisfy { byte in
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "'")
          || byte >= 0x80
      }
      words = isWord ? words + 1 : 0
      if words == 2 { return true }
    }
    return false
  }

  /// True if the first line of a file begins as that of a log: with a date and a time or a level, with
  /// the name of a program as in Kaldi's logs, or with a level.
  static func beginsLog(_ line: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: line.prefix(60), as: UTF8.self)
    return text.starts(
      with:
        #/\[?(NeMo [A-Z]|\d{4}-\d\d-\d\d[ T,]+(\d\d:\d\d|[A-Z]{4,8}\b)|LOG \(|(WARNING|INFO|ERROR|DEBUG)[ :(\]]|# Running on)/#
    )
  }

  private static func hasSeparator(_ line: ArraySlice<UInt8>) -> Bool {
    line.contains(where: isSeparator)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == 0x09 || byte == UInt8(ascii: "|")
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
}
