import Files

/// A JSON value as a tree, for documents whose structure depends on their content.
indirect enum JSONValue: Sendable {
  case object([(key: String, value: JSONValue)])
  case array([JSONValue])
  case string(String)
  case number(Double)
  case boolean(Bool)
  case null

  init(_ bytes: [UInt8]) throws(JSONError) {
    self = try JSONScanner.scan(bytes[...]) { scanner throws(JSONError) in
      let value = try JSONValue(&scanner)
      try scanner.end()
      return value
    }
  }

  private init(_ scanner: inout JSONScanner, depth: Int = 0) throws(JSONError) {
    guard depth < 64 else { throw scanner.error("values nest deeper than 64") }
    switch try scanner.kind() {
    case .object:
      var members: [(key: String, value: JSONValue)] = []
      try scanner.object { (key, scanner) throws(JSONError) in
        let name = scanner.text(key)
        members.append((name, try JSONValue(&scanner, depth: depth + 1)))
      }
      self = .object(members)
    case .array:
      var elements: [JSONValue] = []
      try scanner.array { scanner throws(JSONError) in
        elements.append(try JSONValue(&scanner, depth: depth + 1))
      }
      self = .array(elements)
    case .string: self = .string(try scanner.decodedString())
    case .number: self = .number(try scanner.number())
    case .boolean: self = .boolean(try scanner.boolean())
    case .null:
      try scanner.skip()
      self = .null
    }
  }

  /// The value of a key of an object; nil if there is none or if it is null.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self, let found = members.first(where: { $0.key == key }),
      !found.value.isNull
    else { return nil }
    return found.value
  }

  var isNull: Bool { if case .null = self { true } else { false } }
  var string: String? { if case .string(let text) = self { text } else { nil } }
  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var boolean: Bool? { if case .boolean(let value) = self { value } else { nil } }
  var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
  var members: [(key: String, value: JSONValue)]? {
    if case .object(let members) = self { members } else { nil }
  }

  /// The value as an index; nil for other values.
  var index: Int? { number.flatMap { Int(exactly: $0) }.flatMap { $0 >= 0 ? $0 : nil } }
}
