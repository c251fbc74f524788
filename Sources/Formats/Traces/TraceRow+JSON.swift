import Files

extension TraceRow {
  /// Reads one line of a trace table.
  /// - Throws: `.badData` without file and line, with the key.
  init(_ line: ArraySlice<UInt8>) throws(Problem) {
    guard line.isUTF8 else {
      throw Problem(
        .badData, "is not UTF-8", hint: "iconv -f ENCODING -t UTF-8 FILE converts it")
    }
    if let foreign = ForeignFile(line) {
      throw Problem(
        .badData, "is \(foreign.kind), not a trace table", hint: TraceReader.grammarHint)
    }
    do throws(JSONError) {
      self = try JSONScanner.scan(line) { scanner throws(JSONError) in
        let row = try scanner.traceRow(line)
        try scanner.end()
        return row
      }
    } catch {
      let place = error.field == nil ? "column \(error.offset + 1): " : ""
      throw Problem(
        .badData, place + error.message, field: error.field?.printable,
        hint: error.field == nil ? TraceReader.grammarHint : nil)
    }
  }

  /// The line of a trace table, with its line break. Values that are missing have no key, except for
  /// the loss, which becomes null. The keys always have the same order.
  package var line: [UInt8] {
    var json = JSONWriter()
    json.beginObject()
    json.field("id", id)
    if model != Self.defaultModel { json.field("model", model) }
    if let pass { json.field("pass", pass) }
    if let isInTraining { json.field("in_training", isInTraining) }
    json.key("loss")
    if let loss { json.number(loss) } else { json.null() }
    if let tokens { json.field("tokens", tokens) }
    if let frames { json.field("frames", frames) }
    let numbers = [
      ("gradient_norm", gradientNorm), ("input_gradient_norm", inputGradientNorm),
      ("curvature", curvature), ("hessian_trace", hessianTrace),
      ("worst_token_loss", worstTokenLoss),
    ]
    for case (let key, let value?) in numbers where value.isFinite { json.field(key, value) }
    if let worstToken { json.field("worst_token", worstToken) }
    if let hypothesis { json.field("hypothesis", hypothesis) }
    json.endObject()
    return json.bytes + [UInt8(ascii: "\n")]
  }
}

extension JSONScanner {
  /// - Parameter line: the bytes being scanned.
  fileprivate mutating func traceRow(_ line: ArraySlice<UInt8>) throws(JSONError) -> TraceRow {
    var row = TraceRow(id: "", loss: nil)
    var seen: Set<String> = []
    try object { (key, scanner) throws(JSONError) in
      let name = scanner.text(key)
      guard seen.insert(name).inserted else {
        throw scanner.error("occurs twice on this line", field: name)
      }
      do throws(JSONError) {
        try scanner.read(name, into: &row, line)
      } catch {
        throw JSONError(message: error.message, offset: error.offset, field: error.field ?? name)
      }
    }
    guard seen.contains("id") else { throw error("is missing on this line", field: "id") }
    guard seen.contains("loss") else {
      throw error("is missing on this line; write null where there is no loss", field: "loss")
    }
    return row
  }

  private mutating func read(
    _ key: String, into row: inout TraceRow, _ line: ArraySlice<UInt8>
  ) throws(JSONError) {
    switch key {
    case "id": row.id = try name(line)
    case "model": row.model = try optional { s throws(JSONError) in try s.name(line) } ?? row.model
    case "pass": row.pass = try optional { s throws(JSONError) in try s.whole(from: 1) }
    case "in_training":
      row.isInTraining = try optional { s throws(JSONError) in try s.boolean() }
    case "loss": row.loss = try loss(line)
    case "tokens": row.tokens = try optional { s throws(JSONError) in try s.whole(from: 0) }
    case "frames": row.frames = try optional { s throws(JSONError) in try s.whole(from: 0) }
    case "gradient_norm": row.gradientNorm = try magnitude(line)
    case "input_gradient_norm": row.inputGradientNorm = try magnitude(line)
    case "curvature": row.curvature = try magnitude(line)
    case "hessian_trace": row.hessianTrace = try finite(line)
    case "worst_token_loss": row.worstTokenLoss = try magnitude(line)
    case "hypothesis":
      row.hypothesis = try optional { s throws(JSONError) in try s.decodedString() }
    case "worst_token":
      row.worstToken = try optional { s throws(JSONError) in try s.decodedString() }
    default: try skip()
    }
  }

  /// Reads a value, or nil for null.
  private mutating func optional<Value>(
    _ read: (inout JSONScanner) throws(JSONError) -> Value
  ) throws(JSONError) -> Value? {
    if try kind() == .null {
      try skip()
      return nil
    }
    return try read(&self)
  }

  /// Reads a name: a string that is not empty, or a number as it is written.
  private mutating func name(_ line: ArraySlice<UInt8>) throws(JSONError) -> String {
    let text: String
    if try kind() == .number {
      text = try rawText(line)
    } else {
      text = try decodedString()
    }
    guard !text.isEmpty else { throw error("is empty") }
    return text
  }

  private mutating func whole(from least: Int) throws(JSONError) -> Int {
    let value = try integer()
    // Counts are added up and become 32-bit numbers of a page.
    guard (least...Int(Int32.max)).contains(value) else {
      throw error("expected a whole number from \(least) to \(Int32.max), found \(value)")
    }
    return value
  }

  /// Reads a loss; nil for null and for a number that is not finite.
  private mutating func loss(_ line: ArraySlice<UInt8>) throws(JSONError) -> Double? {
    let value = try finite(line)
    // A sum of rounded probabilities can be a little above 1.
    guard value.map({ $0 >= -1e-3 }) ?? true else { throw error(TraceReader.negativeLoss) }
    return value.map { max($0, 0) }
  }

  /// Reads a number from 0; nil for null and for a number that is not finite.
  private mutating func magnitude(_ line: ArraySlice<UInt8>) throws(JSONError) -> Double? {
    let value = try finite(line)
    guard value.map({ $0 >= 0 }) ?? true else { throw error("expected a number from 0") }
    return value
  }

  private mutating func finite(_ line: ArraySlice<UInt8>) throws(JSONError) -> Double? {
    switch try kind() {
    case .null:
      try skip()
      return nil
    case .number:
      return Double(try rawText(line)).flatMap { $0.isFinite ? $0 : nil }
    default: throw error("expected a number or null, found \(try kind())")
    }
  }

  /// Reads a number as it is written.
  private mutating func rawText(_ line: ArraySlice<UInt8>) throws(JSONError) -> String {
    let range = try rawValue()
    let start = line.startIndex
    return String(
      decoding: line[(start + range.lowerBound)..<(start + range.upperBound)], as: UTF8.self)
  }
}
