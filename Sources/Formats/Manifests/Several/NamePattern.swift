import Files

/// The names of files that one value stands for, as NeMo's `manifest_filepath` and WebDataset name
/// several files:
///
///     a.json,b.json                  names separated by commas
///     manifest__OP_0..7_CL_.json     manifest_0.json to manifest_7.json, both ends included
///     shard-{000000..000012}.tar     numbers with leading zeros keep their width
///     {train,dev}.json               alternatives
///
/// * `_OP_` and `_CL_` stand for braces, which shells expand (NeMo, audio_to_text.py:
///   `expand_sharded_filepaths`).
/// * A value that is the name of a file stands for that file alone, and the name of a directory that
///   exists is not expanded: `o/a,b/m_{0..1}.json` names two files in `o/a,b`.
package struct NamePattern: Sendable {
  /// The value as the user wrote it.
  package let value: String
  /// The names in the order of the value.
  package let names: [String]

  private static let mostNames = 1 << 20

  /// - Throws: for a range or a brace that cannot be expanded, and for a name that occurs twice.
  package init(_ value: String) throws(Problem) {
    self.value = value
    if value.isEmpty || fileExists(value) {
      names = [value]
      return
    }
    var names: [String] = []
    for part in try Self.parts(of: value) {
      names += try Self.expanded(part, of: value)
      guard names.count <= Self.mostNames else {
        throw Problem(.usage, "names more than \(Self.mostNames) files", file: value)
      }
    }
    var seen: Set<String> = []
    if let twice = names.first(where: { !seen.insert($0).inserted }) {
      throw Problem(
        .usage, "names '\(twice.printable)' twice", file: value,
        hint: "name every file once; a training configuration may list the result twice")
    }
    self.names = names
  }

  /// True if the value stands for several files.
  package var isSeveral: Bool { names.count > 1 }

  /// Splits at the commas outside braces. A comma in the name of a directory or file that exists
  /// belongs to that name.
  private static func parts(of value: String) throws(Problem) -> [String] {
    var pieces: [Substring] = []
    var (start, depth) = (value.startIndex, 0)
    for index in value.indices {
      let rest = value[index...]
      if rest.first == "{" || rest.hasPrefix("_OP_") { depth += 1 }
      if rest.first == "}" || rest.hasPrefix("_CL_") { depth -= 1 }
      guard rest.first == ",", depth <= 0 else { continue }
      pieces.append(value[start..<index])
      start = value.index(after: index)
    }
    pieces.append(value[start...])
    guard pieces.count > 1 else { return [value] }
    let plain = pieces.map(String.init)
    if plain.allSatisfy({ exists($0, of: value) }) { return plain }
    let joined = join(plain, of: value)
    guard joined.allSatisfy({ !$0.isEmpty }) else {
      throw Problem(
        .usage, "has an empty name before or after a comma", file: value,
        hint: "name the files, separated by single commas")
    }
    return joined
  }

  /// Joins pieces that are together the name of a file, the longest first.
  private static func join(_ pieces: [String], of value: String) -> [String] {
    guard pieces.count <= mostJoined else { return pieces }
    var parts: [String] = []
    var rest = pieces[...]
    while let first = rest.first {
      let ends = rest.indices.dropFirst().reversed()
      let end = ends.first { exists(rest[...$0].joined(separator: ","), of: value) }
      parts.append(end.map { rest[...$0].joined(separator: ",") } ?? first)
      rest = rest[((end ?? rest.startIndex) + 1)...]
    }
    return parts
  }

  private static let mostJoined = 64

  /// Whether the first file that a part stands for exists.
  private static func exists(_ part: String, of value: String) -> Bool {
    fileExists(part) || (try? expanded(part, of: value).first.map(fileExists)) == true
  }

  /// The part of a name up to the last directory that exists, which is not expanded: its name may have
  /// braces.
  private static func literalPrefix(of part: String) -> String {
    var directory = part[...]
    while let slash = directory.lastIndex(of: "/") {
      directory = directory[..<slash]
      if isDirectory(String(directory)) { return "\(directory)/" }
    }
    return ""
  }

  private static func braced(_ value: String) -> String {
    value.replacing("_OP_", with: "{").replacing("_CL_", with: "}")
  }

  /// The names that a part stands for.
  private static func expanded(_ part: String, of value: String) throws(Problem) -> [String] {
    guard !fileExists(part) else { return [part] }
    let prefix = literalPrefix(of: part)
    return try alternatives(braced(String(part.dropFirst(prefix.count))), of: value).map {
      prefix + $0
    }
  }

  private static func alternatives(
    _ part: String, of value: String
  ) throws(Problem) -> [String] {
    guard let open = part.firstIndex(of: "{") else { return [part] }
    guard let close = part[open...].firstIndex(of: "}") else {
      throw Problem(.usage, "a brace is not closed", file: value, hint: rangeHint)
    }
    let inner = part[part.index(after: open)..<close]
    let (head, tail) = (part[..<open], part[part.index(after: close)...])
    var names: [String] = []
    let rests = try alternatives(String(tail), of: value)
    let middles =
      inner.contains(",")
      ? inner.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      : try range(inner, of: value)
    guard middles.count * rests.count <= mostNames else {
      throw Problem(.usage, "names more than \(mostNames) files", file: value)
    }
    for middle in middles { names += rests.map { head + middle + $0 } }
    return names
  }

  /// The numbers of `0..7` or `000..012`.
  private static func range(_ text: Substring, of value: String) throws(Problem) -> [String] {
    let bounds = text.split(separator: "..", omittingEmptySubsequences: false)
    guard bounds.count == 2, bounds.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
      let first = Int(bounds[0]), let last = Int(bounds[1]), first <= last,
      last - first < mostNames
    else {
      throw Problem(
        .usage, "'\(String(text).printable)' is not a range of numbers", file: value,
        hint: rangeHint)
    }
    let isPadded = bounds.contains { $0.count > 1 && $0.first == "0" }
    let width = isPadded ? bounds.map(\.count).max()! : 0
    return (first...last).map { number in
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
  }

  private static let rangeHint: Hint =
    "a range is written {0..7} or _OP_0..7_CL_, with the smaller number first"
}

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// The files that a value of `--manifest` stands for; the value itself if it cannot be expanded.
package func manifestFiles(_ value: String) -> [String] {
  (try? NamePattern(value).names) ?? [value]
}
