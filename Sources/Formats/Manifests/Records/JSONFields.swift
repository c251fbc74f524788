import Files

/// Reads the fields of a JSON object.
struct JSONFields {
  /// The paths of keys that lie in nested objects, such as `audio.path` or `sources.0.source`.
  let nested: [[UInt8]]

  /// The fields of a record in their order. The values of keys in `nested` follow those of their
  /// object.
  func fields(of record: Record) throws(JSONError) -> [RecordField] {
    var fields: [RecordField] = []
    fields.reserveCapacity(8)
    try JSONScanner.scan(record.bytes) { scanner throws(JSONError) in
      try read(&scanner, record, in: [], to: &fields)
      try scanner.end()
    }
    return fields
  }

  /// The fields of a record that is a member of an object, `"id": {…}`: its key and the fields of its
  /// value.
  func memberFields(of record: Record) throws(JSONError) -> [RecordField] {
    // The member alone is no JSON value; an object with only this member is.
    let bytes = [UInt8(ascii: "{")] + record.bytes + [UInt8(ascii: "}")]
    let object = Record(bytes: bytes[...], line: record.line)
    var fields: [RecordField] = []
    try JSONScanner.scan(object.bytes) { scanner throws(JSONError) in
      try scanner.object { (key, scanner) throws(JSONError) in
        fields.append(
          RecordField(
            name: Array(RecordLayout.memberKey.utf8)[...],
            written: (key.range.lowerBound - 1)..<(key.range.upperBound + 1), inner: key.range,
            escaping: key.hasEscapes ? .json : .none))
        try read(&scanner, object, in: [], to: &fields)
      }
    }
    return fields.map(\.shiftedToMember)
  }

  private func read(
    _ scanner: inout JSONScanner, _ record: Record, in path: [UInt8],
    to fields: inout [RecordField]
  ) throws(JSONError) {
    try scanner.object { (key, scanner) throws(JSONError) in
      do throws(JSONError) {
        let name = content(key, of: record, scanner)
        try readValue(
          &scanner, record, named: path.isEmpty ? name : (path + [dot] + name)[...],
          isNested: !path.isEmpty, to: &fields)
      } catch {
        var named = error
        named.field = error.field ?? scanner.text(key)
        throw named
      }
    }
  }

  private func readValue(
    _ scanner: inout JSONScanner, _ record: Record, named name: ArraySlice<UInt8>, isNested: Bool,
    to fields: inout [RecordField]
  ) throws(JSONError) {
    let kind = try scanner.kind()
    if kind == .string {
      let token = try scanner.string()
      fields.append(
        RecordField(
          name: name, written: (token.range.lowerBound - 1)..<(token.range.upperBound + 1),
          inner: token.range, escaping: token.hasEscapes ? .json : .none, isNested: isNested))
      return
    }
    let leadsFurther =
      (kind == .object || kind == .array)
      && nested.contains { $0.starts(with: name) && $0.count > name.count && $0[name.count] == dot }
    guard leadsFurther else {
      let range = try scanner.rawValue()
      fields.append(
        RecordField(
          name: name, written: range, inner: range, isString: false, isNested: isNested))
      return
    }
    let place = fields.count
    let start = try scanner.valueStart()
    if kind == .object {
      try read(&scanner, record, in: Array(name), to: &fields)
    } else {
      var index = 0
      try scanner.array { scanner throws(JSONError) in
        try readValue(
          &scanner, record, named: (name + [dot] + Array("\(index)".utf8))[...], isNested: true,
          to: &fields)
        index += 1
      }
    }
    let range = start..<scanner.position
    fields.insert(
      RecordField(name: name, written: range, inner: range, isString: false, isNested: true),
      at: place)
  }

  /// The bytes of a key: a slice of the record, or a decoded copy if the key has escapes.
  private func content(
    _ key: JSONScanner.Token, of record: Record, _ scanner: borrowing JSONScanner
  ) -> ArraySlice<UInt8> {
    key.hasEscapes ? Array(scanner.text(key).utf8)[...] : record.bytes(key.range)
  }
}

private let dot = UInt8(ascii: ".")
