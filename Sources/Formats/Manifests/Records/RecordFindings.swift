import Files

/// Findings in the records of a manifest that do not stop an injection: warnings with a count and the
/// first line.
struct RecordFindings {
  private struct Lines {
    var count = 0
    var first = 0
    /// The finding on the first line; "" where the line says all.
    var example = ""

    mutating func add(_ line: Int, _ example: @autoclosure () -> String = "") {
      count += 1
      if first == 0 { (first, self.example) = (line, example()) }
    }
  }

  private let entries: EntryReader
  private var blank = Lines()
  private var skipped = Lines()
  private var climbing = Lines()
  private var quotes = Lines()
  private var variables = Lines()
  private var lost = Lines()
  private var splits = Lines()
  private var repeatedIDs = Lines()
  /// The hashes of the ids so far.
  private var ids: Set<Int> = []

  private var layout: RecordLayout { entries.layout }

  private let lostKeys: [[UInt8]]

  init(_ entries: EntryReader) {
    self.entries = entries
    lostKeys = entries.layout.lostKeys.map { Array($0.utf8) }
  }

  mutating func addBlank(_ line: Int) { blank.add(line) }
  mutating func addSkipped(_ line: Int) { skipped.add(line) }
  mutating func addClimbing(_ line: Int) { climbing.add(line) }

  mutating func add(_ entry: RecordEntry) {
    let line = entry.record.line
    if layout.faults[.openQuote] != nil, entry.record.bytes.contains(quote),
      entry.fields.contains(where: { opensQuote(entry.record.bytes($0.written)) })
    {
      quotes.add(line)
    }
    if layout.faults[.splitName] != nil, namesSplit(entry.audio) {
      splits.add(line, String(decoding: entry.audio, as: UTF8.self).printable)
    }
    if !lostKeys.isEmpty, let key = lostKey(of: entry) {
      lost.add(line, String(decoding: key, as: UTF8.self))
    }
    if !layout.variableMarks.isEmpty, let name = variable(in: entry) {
      variables.add(line, name)
    }
    if layout.faults[.sharedID] != nil, let id = entry.id,
      !ids.insert(id.hashValue).inserted
    {
      repeatedIDs.add(line, String(decoding: id, as: UTF8.self).printable)
    }
  }

  /// The first key with a value that canaries do not get.
  private func lostKey(of entry: RecordEntry) -> ArraySlice<UInt8>? {
    entry.fields.first { field in
      field.isNested && lostKeys.contains { $0.elementsEqual(field.name) }
        && !entry.record.bytes(field.written).elementsEqual("null".utf8)
    }?.name
  }

  /// The words by which `datasets` recognises splits (datasets, data_files.py: `SPLIT_KEYWORDS`).
  private static let splitWords: Set<Substring> = [
    "train", "training", "validation", "valid", "dev", "val", "test", "testing", "eval",
    "evaluation",
  ]

  /// Whether a path has the word of a split between characters that are no letters or digits.
  private func namesSplit(_ path: ArraySlice<UInt8>) -> Bool {
    // The extension is no word of the name.
    let name = String(
      decoding: path.prefix(upTo: path.lastIndex(of: 0x2E) ?? path.endIndex), as: UTF8.self)
    return name.lowercased().split { !$0.isLetter && !$0.isNumber }
      .contains(where: Self.splitWords.contains)
  }

  /// Whether a field starts with a quote that it does not close.
  private func opensQuote(_ field: ArraySlice<UInt8>) -> Bool {
    guard field.first == quote else { return false }
    var index = field.startIndex + 1
    while let next = field[index...].firstIndex(of: quote) {
      let isDoubled = next + 1 < field.endIndex && field[next + 1] == quote
      guard isDoubled else { return false }
      index = next + 2
    }
    return true
  }

  /// The name of the first field besides the path that has a mark of a variable.
  private func variable(in entry: RecordEntry) -> String? {
    let marks = Array(layout.variableMarks.utf8)
    let field = entry.fields.first { field in
      guard field.isString else { return false }
      let written = entry.record.bytes(field.written)
      guard written.contains(where: marks.contains), hasVariable(entry.record.content(field)) else {
        return false
      }
      let role = entry.role(of: field)
      return role != .audio && role != .id
    }
    return field.map { String(decoding: $0.name, as: UTF8.self) }
  }

  /// `$` starts a name of letters, digits, `_` and `.`; braces enclose one, unless they are doubled.
  private func hasVariable(_ value: ArraySlice<UInt8>) -> Bool {
    let text = String(decoding: value, as: UTF8.self)
    return layout.variableMarks.contains("$")
      ? text.contains(#/\$[\w.]/#)
      : text.replacing("{{", with: "").replacing("}}", with: "").contains(#/[{}]/#)
  }

  /// The warnings after the last record.
  var warnings: [String] {
    let path = entries.path
    var warnings: [String] = []
    if blank.count > 0, let consequence = layout.faults[.blankLine] {
      warnings.append(
        "\(path):\(blank.first): \(blank.count) blank line(s) are kept; \(consequence)")
    }
    if skipped.count > 0 {
      warnings.append(
        "\(path): \(skipped.count) line(s) with \"\(entries.name(.skip))\" are kept and not counted"
      )
    }
    if climbing.count > 0 {
      warnings.append(
        "\(path): \(climbing.count) relative path(s) lead outside the manifest's directory")
    }
    if quotes.count > 0, let consequence = layout.faults[.openQuote] {
      warnings.append(
        "\(path):\(quotes.first): \(quotes.count) line(s) have a field that starts with a quote and "
          + "does not end with one; \(consequence)")
    }
    if lost.count > 0 {
      warnings.append(
        "\(path):\(lost.first): \(lost.count) line(s) have \"\(lost.example)\", which canaries do not have; a "
          + "recipe that filters or reads it may drop them")
    }
    if splits.count > 0, let consequence = layout.faults[.splitName] {
      warnings.append(
        "\(path):\(splits.first): \(splits.count) path(s) have the name of a split, such as "
          + "'\(splits.example)'; \(consequence)")
    }
    if variables.count > 0 {
      warnings.append(
        "\(path):\(variables.first): \"\(variables.example.printable)\": \(variables.count) line(s) have a "
          + "variable, marked by '\(layout.variableMarks)'; \(layout.loader) replaces it by a value of "
          + "the recipe and fails if there is none")
    }
    if repeatedIDs.count > 0, let consequence = layout.faults[.sharedID] {
      warnings.append(
        "\(path):\(repeatedIDs.first): '\(repeatedIDs.example)' occurs twice, as \(repeatedIDs.count) id(s) do; "
          + consequence)
    }
    return warnings
  }
}
