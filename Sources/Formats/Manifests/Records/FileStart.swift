import Files

/// The first lines of a file, by which the detection recognises its format.
struct FileStart {
  let path: String
  /// The first line that is not blank, without a byte order mark, and its number.
  let line: ArraySlice<UInt8>
  let number: Int
  /// The next line; nil if there is none.
  let second: ArraySlice<UInt8>?
  /// The keys of the first line if it is a JSON object; nil otherwise.
  let keys: [String]?
  /// The error in the first line if it is no JSON object.
  let syntaxError: String?
  let startsWithByteOrderMark: Bool
  let hasOnlyCarriageReturns: Bool
  let isCompressed: Bool

  init?(_ path: String) throws(Problem) {
    let reader = try LineReader(path)
    var first: Line?
    while first == nil, let line = try reader.next() {
      if !line.bytes.isBlank { first = line }
    }
    guard let first else { return nil }
    self.path = path
    number = first.number
    line = Array(first.bytes.withoutByteOrderMark)[...]
    isCompressed = reader.isCompressed
    second = try reader.next().map { Array($0.bytes)[...] }
    startsWithByteOrderMark = first.number == 1 && first.bytes.startsWithByteOrderMark
    hasOnlyCarriageReturns = first.hasOnlyCarriageReturns
    do throws(JSONError) {
      keys = try JSONFields(nested: []).fields(of: Record(bytes: line, line: first.number))
        .map { String(decoding: $0.name, as: UTF8.self) }
      syntaxError = nil
    } catch {
      keys = nil
      syntaxError = "column \(error.offset + 1): \(error.message)"
    }
  }

  var name: String { baseName(of: path) }

  /// Whether the file lies where NeMo writes the manifest of each archive.
  var isInShardedManifests: Bool {
    "\(absolutePath(parentDirectory(of: path)))/".contains("/sharded_manifests/")
  }

  /// Whether the first line is a JSON object with all of these keys.
  func hasKeys(_ names: String...) -> Bool { keys.map { Set(names).isSubset(of: $0) } ?? false }

  /// The fields of the first line.
  func columns(_ syntax: RecordSyntax) -> [String] {
    guard let row = TableRow(syntax) else { return [] }
    let record = Record(bytes: line, line: number)
    let fields = (try? row.fields(of: record, names: [], file: path)) ?? []
    return fields.map { String(decoding: record.content($0), as: UTF8.self) }
  }

  /// Whether the first line is a header with all of these columns.
  func hasColumns(_ names: String..., in syntax: RecordSyntax) -> Bool {
    keys == nil && Set(names).isSubset(of: columns(syntax))
  }

  /// `line 1 has "a", "b"`.
  func has(_ names: String...) -> String {
    "line \(number) has " + names.map { "\"\($0)\"" }.joined(separator: ", ")
  }
}
