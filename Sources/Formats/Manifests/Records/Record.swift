import Files

/// One record of a manifest: a line, or a row of CSV that spans several lines.
struct Record {
  /// The bytes without the line feed at the end.
  let bytes: ArraySlice<UInt8>
  /// The number of its first line, counted from 1.
  let line: Int
  /// False only for a last record without a line feed.
  let isTerminated: Bool

  init(bytes: ArraySlice<UInt8>, line: Int, isTerminated: Bool = true) {
    self.bytes = bytes
    self.line = line
    self.isTerminated = isTerminated
  }

  func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> {
    bytes[(bytes.startIndex + range.lowerBound)..<(bytes.startIndex + range.upperBound)]
  }

  /// The value of a field: the decoded content of a string, other JSON values as they are written.
  func content(_ field: RecordField) -> ArraySlice<UInt8> {
    switch field.escaping {
    case .none: bytes(field.inner)
    case .json: unescapedJSON(bytes(field.written))[...]
    case .doubledQuotes: undoubled(bytes(field.inner))[...]
    }
  }
}

/// A field of a record. Ranges are offsets from the first byte of the record.
struct RecordField {
  enum Escaping { case none, json, doubledQuotes }

  /// The name of a column, or the key of a JSON object; `audio.path` for a key of a nested object.
  let name: ArraySlice<UInt8>
  /// The value as it is written, with its quotes.
  let written: Range<Int>
  /// The value without its quotes.
  let inner: Range<Int>
  var escaping = Escaping.none
  /// False for a number and every other JSON value that is not a string.
  var isString = true
  /// True for a key of an object inside the record's object, and for such an object itself.
  var isNested = false
  /// True for every occurrence of a name with a role; loaders read the last one.
  var hasRole = false
}

extension RecordField {
  /// The field with its ranges one byte earlier.
  var shiftedToMember: RecordField {
    RecordField(
      name: name, written: (written.lowerBound - 1)..<(written.upperBound - 1),
      inner: (inner.lowerBound - 1)..<(inner.upperBound - 1), escaping: escaping,
      isString: isString, isNested: isNested)
  }
}

/// The decoded content of a JSON string, which has been checked.
private func unescapedJSON(_ string: ArraySlice<UInt8>) -> [UInt8] {
  let text = try? JSONScanner.scan(string) { scanner throws(JSONError) in
    try scanner.decodedString()
  }
  return Array((text ?? "").utf8)
}

/// `say ""hi""` → `say "hi"`.
private func undoubled(_ content: ArraySlice<UInt8>) -> [UInt8] {
  var result: [UInt8] = []
  result.reserveCapacity(content.count)
  var isSecond = false
  for byte in content {
    isSecond = byte == UInt8(ascii: "\"") && !isSecond
    if !isSecond { result.append(byte) }
  }
  return result
}
