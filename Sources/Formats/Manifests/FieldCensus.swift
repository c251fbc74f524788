import Files

/// The fields of entries that have no meaning for this program, and whether their values vary.
///
/// A field of a record is a key of a JSON object or a column of a table. A field of a Kaldi directory is
/// a file with a value for each utterance, recording or speaker. Memory does not grow with the corpus.
package struct FieldCensus: Sendable {
  enum Kind: Sendable {
    /// Keys of JSON objects, which entries may leave out. Values are as they are written.
    case json
    /// Columns, in which every entry has a cell. An empty cell counts as no value.
    case table
    /// Files of a directory.
    case directory
  }

  struct Field: Sendable {
    let name: String
    /// The values are in the format of the manifest: JSON, or text without surrounding white space.
    private(set) var first: [UInt8]
    /// Different values, at most `examplesKept`.
    var examples: [[UInt8]]
    var entries = 0
    var isConstant = true
    /// True if every value has the words of the entry's text.
    var repeatsText = true
    /// True if every value is a number or null.
    var isNumeric = true
    /// True if every value is a JSON string.
    var hasStrings = true
    /// True if no value has occurred twice among the first ones, and none has a space: as ids do.
    var isDistinct: Bool { hasOneWord && entries > 1 && repeated == 0 }
    /// The hashes of the first values.
    fileprivate var hashes: Set<Int> = []
    fileprivate var repeated = 0
    fileprivate var hasOneWord = true

    init(name: String, first: [UInt8]) {
      self.name = name
      self.first = first
      examples = [first]
    }

    /// Starts with the first value, after empty cells.
    mutating func begin(with value: ArraySlice<UInt8>) {
      first = Array(value)
      examples = [first]
    }
  }

  private(set) var fields: [Field] = []
  /// The number of entries.
  private(set) var entries = 0
  let kind: Kind
  private static let mostFields = 256
  private static let examplesKept = 3
  /// The number of values of a field that are compared with one another.
  private static let valuesCompared = 1_000

  init(_ kind: Kind) { self.kind = kind }

  mutating func addEntry() { entries += 1 }

  /// - Parameter text: the text of the entry; nil if the field does not belong to an utterance.
  mutating func add(_ name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>, text: ArraySlice<UInt8>?)
  {
    guard let index = index(of: name, value) else { return }
    if kind == .table {
      // A column of empty cells stays empty.
      if value.isEmpty { return }
      if fields[index].entries == 0 { fields[index].begin(with: value) }
    }
    fields[index].entries += 1
    if fields[index].isConstant {
      fields[index].isConstant = value.elementsEqual(fields[index].first)
    }
    compare(value, in: index)
    if fields[index].isNumeric { fields[index].isNumeric = isNumberOrNull(value) }
    if fields[index].repeatsText {
      fields[index].repeatsText = text.map { hasWords(value, of: $0) } ?? false
    }
    if !fields[index].isConstant, fields[index].examples.count < Self.examplesKept,
      !fields[index].examples.contains(where: { $0.elementsEqual(value) })
    {
      fields[index].examples.append(Array(value))
    }
  }

  private mutating func compare(_ value: ArraySlice<UInt8>, in index: Int) {
    if kind == .json, value.first != quote { fields[index].hasStrings = false }
    guard fields[index].entries <= Self.valuesCompared else { return }
    if value.contains(0x20) { fields[index].hasOneWord = false }
    if !fields[index].hashes.insert(value.hashValue).inserted { fields[index].repeated += 1 }
  }

  /// Adds the fields of another manifest's entries.
  mutating func join(_ other: FieldCensus) {
    entries += other.entries
    for field in other.fields {
      guard let index = fields.firstIndex(where: { $0.name == field.name }) else {
        if fields.count < Self.mostFields { fields.append(field) }
        continue
      }
      if field.entries > 0, fields[index].entries > 0 {
        fields[index].isConstant =
          fields[index].isConstant && field.isConstant && fields[index].first == field.first
      } else if field.entries > 0 {
        fields[index].begin(with: field.first[...])
        fields[index].isConstant = field.isConstant
      }
      fields[index].entries += field.entries
      fields[index].repeatsText = fields[index].repeatsText && field.repeatsText
      fields[index].isNumeric = fields[index].isNumeric && field.isNumeric
      fields[index].hasStrings = fields[index].hasStrings && field.hasStrings
      fields[index].hasOneWord = fields[index].hasOneWord && field.hasOneWord
      fields[index].repeated += field.repeated
      for example in field.examples
      where fields[index].examples.count < Self.examplesKept
        && !fields[index].examples.contains(example)
      {
        fields[index].examples.append(example)
      }
    }
  }

  private mutating func index(of name: ArraySlice<UInt8>, _ value: ArraySlice<UInt8>) -> Int? {
    if let known = fields.firstIndex(where: { $0.name.utf8.elementsEqual(name) }) { return known }
    guard fields.count < Self.mostFields else { return nil }
    fields.append(Field(name: String(decoding: name, as: UTF8.self), first: Array(value)))
    return fields.count - 1
  }

  private func isNumberOrNull(_ value: ArraySlice<UInt8>) -> Bool {
    if kind != .json { return Double(String(decoding: value, as: UTF8.self)) != nil }
    return switch value.first {
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): true
    default: ["null", "NaN", "Infinity"].contains { value.elementsEqual($0.utf8) }
    }
  }

  /// Whether a string has the letters and digits of `text`, whatever its case and punctuation.
  private func hasWords(_ value: ArraySlice<UInt8>, of text: ArraySlice<UInt8>) -> Bool {
    if kind == .json, value.first != UInt8(ascii: "\"") || value.contains(UInt8(ascii: "\\")) {
      return false
    }
    let words = value.lazy.compactMap(foldedLetter)
    return !text.isEmpty && words.elementsEqual(text.lazy.compactMap(foldedLetter))
  }
}

/// A letter or digit in lower case; nil for ASCII punctuation and spaces. Bytes of other characters
/// are kept.
private func foldedLetter(_ byte: UInt8) -> UInt8? {
  switch byte {
  case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 0x20
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
  default: nil
  }
}
