import Files

/// The name of a column, prepared for fast comparison with the keys of records.
struct JSONKey {
  let name: String
  private let bytes: [UInt8]

  init(_ name: String) {
    self.name = name
    bytes = Array(name.utf8)
  }

  /// - Parameter line: the bytes being scanned.
  func matches(
    _ key: JSONScanner.Token, of line: ArraySlice<UInt8>, _ scanner: borrowing JSONScanner
  ) -> Bool {
    if key.hasEscapes { return scanner.text(key).utf8.elementsEqual(bytes) }
    guard key.range.count == bytes.count else { return false }
    let start = line.startIndex + key.range.lowerBound
    return line[start..<(start + bytes.count)].elementsEqual(bytes)
  }
}

extension JSONScanner {
  /// Reads a hypothesis, which must be a string.
  mutating func hypothesis(_ field: String) throws(JSONError) -> String {
    guard try kind() != .null else {
      throw error("is null: the utterance was not transcribed", field: field)
    }
    return try naming(field) { scanner throws(JSONError) in try scanner.decodedString() }
  }

  /// Reads a loss: a number, or a string with one. Null becomes "". `NaN` and `Infinity`, with or
  /// without quotes, are losses that are not finite.
  ///
  /// - Parameter line: the bytes being scanned.
  mutating func loss(_ field: String, of line: ArraySlice<UInt8>) throws(JSONError) -> String {
    try name(field, of: line) ?? ""
  }

  /// Reads an id: a string, or a number as it is written. Null and "" become nil.
  ///
  /// - Parameter line: the bytes being scanned.
  mutating func name(_ field: String, of line: ArraySlice<UInt8>) throws(JSONError) -> String? {
    switch try kind() {
    case .null:
      try skip()
      return nil
    case .number:
      let range = try rawValue()
      let start = line.startIndex
      return String(
        decoding: line[(start + range.lowerBound)..<(start + range.upperBound)], as: UTF8.self)
    default:
      let text = try naming(field) { scanner throws(JSONError) in try scanner.decodedString() }
      return text.isEmpty ? nil : text
    }
  }

  func twice(_ field: String) -> JSONError { error("occurs twice on this line", field: field) }

  private mutating func naming<Value>(
    _ field: String, _ read: (inout JSONScanner) throws(JSONError) -> Value
  ) throws(JSONError) -> Value {
    do throws(JSONError) {
      return try read(&self)
    } catch {
      var named = error
      named.field = field
      throw named
    }
  }
}

/// Scans a line with one JSON value. Errors have file, line and column or field.
func scanRecord<Result>(
  _ line: Line, of lines: TranscriptLines,
  _ body: (inout JSONScanner) throws(JSONError) -> Result
) throws(Problem) -> Result {
  guard line.bytes.isUTF8 else { throw lines.notUTF8(line.number) }
  do throws(JSONError) {
    return try JSONScanner.scan(line.bytes) { scanner throws(JSONError) in
      let result = try body(&scanner)
      try scanner.end()
      return result
    }
  } catch {
    let column = error.field == nil ? "column \(error.offset + 1): " : ""
    throw lines.problem(
      column + error.message, line: line.number, field: error.field,
      hint: error.field == nil ? "every line must be one JSON object" : nil)
  }
}

/// The keys of an object in the order of the line.
func recordColumns(_ line: Line, of lines: TranscriptLines) throws(Problem) -> [Column] {
  try scanRecord(line, of: lines) { scanner throws(JSONError) in try scanner.columns() }
}

extension JSONScanner {
  /// Reads the keys of an object. A duplicate key is listed once.
  mutating func columns() throws(JSONError) -> [Column] {
    var columns: [Column] = []
    var seen: Set<String> = []
    try object { (key, scanner) throws(JSONError) in
      let name = scanner.text(key)
      let kind = try scanner.kind()
      if seen.insert(name).inserted {
        columns.append(
          Column(name: name, canName: kind == .string || kind == .number || kind == .null))
      }
      try scanner.skip()
    }
    return columns
  }
}
