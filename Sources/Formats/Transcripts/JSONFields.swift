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
  /// Reads a hypothesis, which must be a string, or an array with the best hypothesis first.
  ///
  /// - Parameters:
  ///   - rest: receives the further hypotheses.
  ///   - list: receives all elements of an array of strings.
  mutating func hypothesis(
    _ field: String, rest: inout [String], list: inout [String]?
  ) throws(JSONError) -> String {
    switch try kind() {
    case .null: throw error("is null: the utterance was not transcribed", field: field)
    case .array:
      var areStrings = true
      let texts = try naming(field) { scanner throws(JSONError) in
        try scanner.alternatives(areStrings: &areStrings)
      }
      guard let text = texts.first else { throw error("has no hypothesis", field: field) }
      rest += texts.dropFirst()
      if areStrings { list = texts }
      return text
    default:
      return try naming(field) { scanner throws(JSONError) in try scanner.decodedString() }
    }
  }

  /// Reads an n-best list.
  ///
  ///     list = "[" { string | "[" string { value } "]" | object with "text" or "transcript" } "]"
  mutating func alternatives() throws(JSONError) -> [String] {
    var areStrings = true
    return try alternatives(areStrings: &areStrings)
  }

  private mutating func alternatives(areStrings: inout Bool) throws(JSONError) -> [String] {
    var texts: [String] = []
    try array { scanner throws(JSONError) in
      switch try scanner.kind() {
      case .array:
        areStrings = false
        var isFirst = true
        try scanner.array { scanner throws(JSONError) in
          if isFirst { texts.append(try scanner.decodedString()) } else { try scanner.skip() }
          isFirst = false
        }
      case .object:
        areStrings = false
        try scanner.object { (key, scanner) throws(JSONError) in
          if ["text", "transcript", "hypothesis"].contains(scanner.text(key)) {
            texts.append(try scanner.decodedString())
          } else {
            try scanner.skip()
          }
        }
      default: texts.append(try scanner.decodedString())
      }
    }
    return texts
  }

  /// Reads an audio path: a string, or an object with `path` as Hugging Face's data sets write it.
  ///
  /// - Parameter line: the bytes being scanned.
  mutating func audio(_ field: String, of line: ArraySlice<UInt8>) throws(JSONError) -> String? {
    guard try kind() == .object else { return try name(field, of: line) }
    var path: String?
    try object { (key, scanner) throws(JSONError) in
      if scanner.token(key, is: "path") {
        path = try scanner.name(field, of: line)
      } else {
        try scanner.skip()
      }
    }
    return path
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

/// Scans one JSON value. Errors have file, line and column or field.
///
/// - Parameter isLine: whether the format has one value on each line.
func scanRecord<Result>(
  _ line: Line, of lines: TranscriptLines, isLine: Bool = true,
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
    // A value may span lines.
    let before = line.bytes.prefix(error.offset)
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 - before.startIndex + 1 } ?? 0)
    throw lines.problem(
      (error.field == nil ? "column \(column + 1): " : "") + error.message,
      line: line.number + before.count { $0 == 0x0A }, field: error.field,
      hint: error.field == nil && isLine && !line.bytes.contains(0x0A)
        ? "every line must be one JSON object" : nil)
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
      var canName = kind == .string || kind == .number || kind == .null
      if kind == .object, name == "audio" {
        let keys = try scanner.columns().map(\.name)
        canName = keys.contains("path")
      } else {
        try scanner.skip()
      }
      if seen.insert(name).inserted { columns.append(Column(name: name, canName: canName)) }
    }
    return columns
  }
}
