import Files

/// Reads the entries of one manifest: a layout whose names have been found in the file.
struct EntryReader: Sendable {
  let path: String
  let layout: RecordLayout
  /// The names of the columns of a table; empty for JSON.
  let columns: [[UInt8]]
  /// The header of a table as it is written; nil if there is none.
  let header: [UInt8]?
  /// The names in the file by role.
  let names: [FieldRole: [[UInt8]]]
  /// The names that lie in nested objects. Others may have a dot in a key.
  let nestedNames: Set<String>
  private let roles: [FieldRole?]
  private let json: JSONFields
  /// The names of all roles.
  private let namedRoles: [(name: [UInt8], role: FieldRole)]
  private let required: FieldRoles

  init(
    path: String, layout: RecordLayout, names: [FieldRole: [String]], columns: [[UInt8]] = [],
    header: [UInt8]? = nil, nestedNames: Set<String> = [], areNested: Bool = false
  ) {
    self.nestedNames = areNested ? Set(names.values.joined()) : nestedNames
    self.path = path
    self.layout = layout
    self.columns = columns
    self.header = header
    let names = names.mapValues { $0.map { Array($0.utf8) } }
    self.names = names
    roles = columns.map { column in
      names.first { $0.value.contains(column) }?.key
    }
    namedRoles = names.flatMap { role, names in names.map { (name: $0, role: role) } }
    required = FieldRoles(layout.required)
    json = JSONFields(nested: names.values.joined().filter { $0.contains(UInt8(ascii: ".")) })
  }

  /// The name of the field of a role, for messages.
  func name(_ role: FieldRole) -> String {
    (names[role]?.first).map { String(decoding: $0, as: UTF8.self) }
      ?? layout.names[role]?.first ?? "\(role)"
  }

  /// Checks the encoding of a record that is not blank, and reads it.
  func checkedEntry(_ record: Record) throws(Problem) -> RecordEntry {
    try checkEncoding(of: record)
    return try entry(record)
  }

  /// Reads a record that is not blank.
  func entry(_ record: Record) throws(Problem) -> RecordEntry {
    var fields =
      layout.syntax.isTable ? try cells(of: record) : try jsonFields(of: record)
    var places = FieldPlaces()
    for index in fields.indices {
      let role = layout.syntax.isTable ? roles[index] : self.role(of: fields[index])
      if let role {
        places[role] = index
        fields[index].hasRole = true
      }
    }
    var entry = RecordEntry(record: record, fields: fields, places: places)
    try fill(&entry)
    return entry
  }

  private func role(of field: RecordField) -> FieldRole? {
    for (name, role) in namedRoles
    where name.count == field.name.count && name.elementsEqual(field.name) {
      return role
    }
    return nil
  }

  private func cells(of record: Record) throws(Problem) -> [RecordField] {
    let fields = try TableRow(layout.syntax)!.fields(of: record, names: columns, file: path)
    guard fields.count == columns.count else {
      throw Problem(
        .badData,
        "has \(fields.count) fields, and \(header == nil ? "the first line" : "the header") has "
          + "\(columns.count)" + (layout.faults[.unevenRow].map { "; \($0)" } ?? ""), file: path,
        line: record.line, hint: unevenHint)
    }
    return fields
  }

  private var unevenHint: Hint {
    if case .quoted = layout.syntax { return "a text with the separator must be in double quotes" }
    return "a text cannot have the separator: this format has no quotes"
  }

  /// The fields of a record of JSON Lines.
  func jsonFields(of record: Record) throws(Problem) -> [RecordField] {
    do throws(JSONError) {
      return layout.syntax == .jsonMembers
        ? try json.memberFields(of: record) : try json.fields(of: record)
    } catch {
      // A member may have several lines, so a column would not help.
      let hasColumn = error.field == nil && layout.syntax == .jsonLines
      throw Problem(
        .badData, (hasColumn ? "column \(error.offset + 1): " : "") + error.message, file: path,
        line: record.line, field: error.field,
        hint: (error.field == nil ? layoutHint(record.bytes) : nil) ?? hint)
    }
  }

  /// The hint of errors that a wrong format may have caused.
  private var hint: Hint {
    let needed = FieldRole.allCases.filter(layout.required.contains)
      .map { "\"\(name($0))\"" }.joined(separator: ", ")
    switch layout.syntax {
    case .jsonLines:
      return needed.isEmpty
        ? "\(layout.loader) needs one JSON object here"
        : "\(layout.loader) needs one JSON object a line with \(needed)"
    case .jsonMembers: return "\(layout.loader) needs an object of objects with their keys"
    case .quoted, .plain: return "\(layout.loader) needs the columns \(needed)"
    }
  }

  // MARK: - Values

  private func fill(_ entry: inout RecordEntry) throws(Problem) {
    try checkType(entry)
    entry.audio = try string(.audio, of: entry) ?? []
    entry.text = try string(.text, of: entry) ?? []
    entry.id = try string(.id, of: entry)
    if case .stems = layout.audio { entry.audio = entry.id ?? [] }
    entry.seconds = try seconds(of: entry)
    entry.start = try number(.start, of: entry)
    if entry.start == nil, required.contains(.start) {
      throw problem(
        entry.field(.start) == nil
          ? "is missing" + consequence(.missingDuration) : "expected a number, found null", .start,
        entry)
    }
    entry.end = try number(.end, of: entry)
    // NeMo ignores a language that is not a string.
    if let field = entry.field(.language), field.isString {
      let language = String(decoding: entry.record.content(field), as: UTF8.self)
      entry.language = language.isEmpty ? nil : language
    }
    entry.speaker = entry.field(.speaker).map {
      String(decoding: entry.record.content($0), as: UTF8.self)
    }
    entry.isSkipped =
      entry.field(.skip).map { entry.record.bytes($0.written).elementsEqual("true".utf8) } ?? false
    entry.isInArchive = entry.field(.archive) != nil
    if let source = try string(.sourceType, of: entry) {
      entry.isFile = source.elementsEqual("file".utf8)
    }
    if let recording = try string(.recording, of: entry) {
      entry.recordingID = String(decoding: recording, as: UTF8.self)
    }
    if entry.field(.secondText) != nil {
      throw problem(
        "the record has several utterances", .secondText, entry,
        hint: "lhotse cut trim-to-supervisions makes a cut of each")
    }
    try checkPath(entry)
    if let id = entry.id, id.isEmpty { throw problem("is missing or empty", .id, entry) }
  }

  /// The string of a role; nil if the record has none.
  func string(
    _ role: FieldRole, of entry: RecordEntry
  ) throws(Problem) -> ArraySlice<UInt8>? {
    guard let field = entry.field(role) else {
      if required.contains(role), role != .audio, role != .duration {
        let effect =
          switch role {
          case .type: consequence(.missingDuration)
          case .text: consequence(.missingText)
          default: ""
          }
        throw problem(
          "is missing" + effect, role, entry,
          hint: role == .text && !effect.isEmpty ? "give it a text, or remove the line" : nil)
      }
      return nil
    }
    // An id may be a number: data sets number their utterances.
    guard field.isString || role == .id || role == .recording else {
      throw wrongKind(field, entry) { scanner throws(JSONError) in _ = try scanner.string() }
    }
    return entry.record.content(field)
  }

  private func seconds(of entry: RecordEntry) throws(Problem) -> Double? {
    guard let length = try number(.duration, of: entry) else {
      guard required.contains(.duration) else { return nil }
      throw problem(
        "is missing" + consequence(.missingDuration), .duration, entry)
    }
    guard let perSecond = layout.durationUnit.perSecond else {
      guard length >= 0, length < 1e15 else {
        throw problem("is not a possible number of samples", .duration, entry)
      }
      return nil
    }
    guard possibleSeconds.contains(length / perSecond) else {
      throw problem(
        "is not a possible duration in \(layout.durationUnit.rawValue)", .duration, entry)
    }
    return length / perSecond
  }

  /// The number of a role; nil if the record has none, or null, or an empty cell.
  private func number(_ role: FieldRole, of entry: RecordEntry) throws(Problem) -> Double? {
    guard let field = entry.field(role) else { return nil }
    let written = entry.record.bytes(field.written)
    guard layout.syntax.isTable else {
      if role != .duration, written.elementsEqual("null".utf8) { return nil }
      var value = 0.0
      do throws(JSONError) {
        try JSONScanner.scan(written) { scanner throws(JSONError) in value = try scanner.number() }
      } catch {
        throw problem(error.message, role, entry)
      }
      return value
    }
    let text = String(decoding: entry.record.content(field), as: UTF8.self).trimmingWhiteSpace
    if text.isEmpty { return nil }
    guard let value = Double(text), value.isFinite else {
      throw problem("expected a number, found '\(text.printable)'", role, entry)
    }
    return value
  }

  private func wrongKind(
    _ field: RecordField, _ entry: RecordEntry,
    _ read: (inout JSONScanner) throws(JSONError) -> Void
  ) -> Problem {
    var message = "is of another kind"
    do throws(JSONError) {
      try JSONScanner.scan(entry.record.bytes(field.written), read)
    } catch {
      message = error.message
    }
    return Problem(
      .badData, message, file: path, line: entry.record.line,
      field: String(decoding: field.name, as: UTF8.self), hint: hint)
  }

  func problem(
    _ message: String, _ role: FieldRole, _ entry: RecordEntry, hint: Hint? = nil
  ) -> Problem {
    let field = entry.field(role).map { String(decoding: $0.name, as: UTF8.self) }
    return Problem(
      .badData, message, file: path, line: entry.record.line, field: field ?? name(role),
      hint: hint ?? self.hint)
  }
}
