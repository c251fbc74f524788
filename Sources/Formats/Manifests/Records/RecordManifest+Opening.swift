import Files

extension RecordManifest {
  /// Opens one file of a manifest that consists of several.
  init(path: String, format: ManifestFormat, layout: RecordLayout) {
    self.path = path
    self.format = format
    keys = ManifestKeys()
    entries = EntryReader(path: path, layout: layout, names: layout.names, areNested: true)
  }

  /// Opens a manifest and finds the fields of its layout.
  /// - Parameter keys: names of fields that take the place of the layout's.
  /// - Throws: for a table without a header line; if a needed field is missing.
  package init(
    path: String, format: ManifestFormat, keys: ManifestKeys
  ) throws(Problem) {
    var layout = try RecordLayout(of: format, at: path, keys: keys)
    if let unit = keys.durationUnit { layout.durationUnit = unit }
    for (role, name) in keys.names { layout.names[role] = [name] }
    self.path = path
    self.format = format
    self.keys = keys
    // Names that may change from line to line need no look at the file.
    entries =
      layout.mixesNames && keys.isEmpty
      ? EntryReader(path: path, layout: layout, names: layout.names, areNested: true)
      : layout.syntax.isTable
        ? try Self.tableReader(path, layout, keys) : try Self.jsonReader(path, layout, keys)
  }

  private static func tableReader(
    _ path: String, _ layout: RecordLayout, _ keys: ManifestKeys
  ) throws(Problem) -> EntryReader {
    let first = try firstRecord(path, layout)
    var record = first
    if first.bytes.startsWithByteOrderMark {
      if let loss = layout.faults[.byteOrderMark] { throw byteOrderMarkProblem(loss, file: path) }
      record = Record(bytes: first.bytes.withoutByteOrderMark, line: 1)
    }
    let cells = try TableRow(layout.syntax)!.fields(of: record, names: [], file: path)
    guard layout.hasHeader else {
      let columns = cells.indices.map { Array("\($0 + 1)".utf8) }
      return EntryReader(
        path: path, layout: layout, names: try found(in: columns, path, layout, keys),
        columns: columns)
    }
    let columns = cells.map { Array(record.content($0)) }
    if let twice = columns.indices.first(where: { columns[..<$0].contains(columns[$0]) }) {
      throw Problem(
        .badData,
        "the header has the column '\(String(decoding: columns[twice], as: UTF8.self).printable)' twice",
        file: path, line: 1, hint: "rename one of them")
    }
    return EntryReader(
      path: path, layout: layout, names: try found(in: columns, path, layout, keys),
      columns: columns, header: Array(first.bytes))
  }

  private static func jsonReader(
    _ path: String, _ layout: RecordLayout, _ keys: ManifestKeys
  ) throws(Problem) -> EntryReader {
    let record = try firstRecord(path, layout)
    if record.bytes.startsWithByteOrderMark {
      throw byteOrderMarkProblem(
        layout.faults[.byteOrderMark] ?? "JSON readers fail on it", file: path)
    }
    let reader = EntryReader(path: path, layout: layout, names: layout.names)
    let fields = try reader.jsonFields(of: record)
    let nested = fields.filter(\.isNested).map { String(decoding: $0.name, as: UTF8.self) }
    return EntryReader(
      path: path, layout: layout,
      names: try found(in: fields.map { Array($0.name) }, path, layout, keys, line: record.line),
      nestedNames: Set(nested))
  }

  private static func firstRecord(
    _ path: String, _ layout: RecordLayout
  ) throws(Problem) -> Record {
    let reader = try RecordReader(path, layout.syntax)
    while let record = try reader.next() {
      if !layout.syntax.isBlank(record.bytes) { return record }
      guard !layout.hasHeader else {
        throw Problem(
          .badData, "is blank where the header is expected", file: path, line: record.line,
          hint: "remove the blank lines at the start of the file")
      }
    }
    throw Problem(
      .badData, "has no utterance", file: path, hint: "check that this is the right file")
  }

  /// Chooses the name of each role among those in the file.
  private static func found(
    in present: [[UInt8]], _ path: String, _ layout: RecordLayout, _ keys: ManifestKeys,
    line: Int = 1
  ) throws(Problem) -> [FieldRole: [String]] {
    let present = present.map { String(decoding: $0, as: UTF8.self) }
    var names: [FieldRole: [String]] = [:]
    for role in FieldRole.allCases {
      let candidates = layout.names[role] ?? []
      if let name = candidates.first(where: present.contains) {
        names[role] = layout.mixesNames ? candidates : [name]
      } else if let stated = keys.names[role] {
        let what = layout.syntax.isTable ? "column" : "key"
        throw Problem(
          .badData, "there is no \(what) '\(stated.printable)'; there are \(quoted(present))",
          file: path, line: line,
          hint: nearest(to: stated, among: present).map { "did you mean \($0.printable)?" }
            ?? "name one of these")
      } else if layout.required.contains(role), !candidates.isEmpty {
        throw Problem(
          .badData,
          "there is no \(quoted(candidates)) for the \(role); there are \(quoted(present))",
          file: path, line: line,
          hint:
            "\(ManifestSetting.audioKey), \(ManifestSetting.textKey), \(ManifestSetting.idKey) and "
            + "\(ManifestSetting.durationKey) name fields with other names")
      }
    }
    return names
  }
}

/// The error for a manifest that starts with a byte order mark.
func byteOrderMarkProblem(_ consequence: String, file: String) -> Problem {
  Problem(
    .badData, "starts with a byte order mark; \(consequence)", file: file, line: 1,
    hint: "remove it with sed -i '1s/^\\xEF\\xBB\\xBF//' FILE")
}
