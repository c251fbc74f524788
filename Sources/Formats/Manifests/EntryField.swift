import Files

/// A field that injected entries get because every entry of the corpus has it.
package struct EntryField: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    /// The value in the format of the manifest.
    case raw([UInt8])
    /// A value that follows from the injected utterance.
    case measure(Measure)
  }

  package let name: String
  package let value: Value

  /// The value in a table of a Kaldi directory.
  func bytes(text: String) -> [UInt8] {
    switch value {
    case .raw(let bytes): bytes
    case .measure: Array(text.utf8)
    }
  }

  /// The value in a column.
  func cell(of utterance: InjectedUtterance) -> [UInt8] {
    switch value {
    case .raw(let bytes): bytes
    case .measure(let measure): Array(measure.value(of: utterance).utf8)
    }
  }

  /// The value in a JSON object.
  func json(of utterance: InjectedUtterance) -> [UInt8] {
    switch value {
    case .raw(let bytes): return bytes
    case .measure(let measure):
      let value = measure.value(of: utterance)
      return measure.isString ? quotedJSON(value) : Array(value.utf8)
    }
  }

  /// The field as `--set` takes it: `source_lang=en`.
  package var description: String {
    switch value {
    case .raw(let bytes): "\(name)=\(unquoted(bytes).printable)"
    case .measure(let measure): "\(name)={\(measure.rawValue)}"
    }
  }
}

extension CorpusTraits {
  /// Determines the fields of injected entries. A field that every entry has is never left out in
  /// silence: one rule for JSON and for tables.
  ///
  /// * A field with the words of the entry's text gets the text of the canary.
  /// * Ids, speakers and paths whose values vary are those of the canary.
  /// * A length gets that of the canary if the name tells the unit, and a start is 0.
  /// * Every other field with one value is copied, because loaders and recipes may need it. Well-known
  ///   columns of a format have the value that its layout states.
  /// * Every other field needs a value from the user.
  ///
  /// - Parameter values: the values that the user states; `{text}` is the text of the canary, and the
  ///   other names of `Measure` work alike.
  /// - Returns: the fields without a value.
  /// - Throws: for a field that no entry has, and for a value of another kind than the field's.
  package mutating func setFields(_ values: [String: String]) throws(Problem) -> [VaryingField] {
    var values = values
    if let field = style.languageField, let stated = values.removeValue(forKey: field) {
      guard !stated.isEmpty, !stated.contains(where: { $0.isWhitespace || "{}".contains($0) })
      else {
        throw Problem(
          .usage, "expected a language, found '\(stated.printable)'", field: field.printable)
      }
      statedLanguage = stated
    }
    for name in values.keys.sorted() where !census.fields.contains(where: { $0.name == name }) {
      throw unknownField(name)
    }
    style.fields = []
    var varying: [VaryingField] = []
    if languages.count > 1, statedLanguage == nil, !hasLanguageOfEachFile {
      varying.append(
        VaryingField(
          name: style.languageField ?? "language", examples: Array(languagesByFrequency.prefix(2))))
    }
    for field in census.fields {
      let choice =
        if let value = values[field.name] {
          Choice.value(try stated(value, like: field))
        } else {
          choice(for: field)
        }
      switch choice {
      case .value(let value): style.fields.append(EntryField(name: field.name, value: value))
      case .none: continue
      case .unknown: varying.append(VaryingField(field, kind: census.kind))
      }
    }
    return varying
  }

  /// The fields that injected entries get, after `setFields`.
  package var addedFields: [EntryField] { style.fields }

  private enum Choice {
    case value(EntryField.Value)
    /// Injected entries do not have the field.
    case none
    case unknown
  }

  private func choice(for field: FieldCensus.Field) -> Choice {
    guard census.kind != .directory else {
      if field.isConstant { return .value(.raw(field.first)) }
      return field.repeatsText ? .value(.measure(.text)) : .unknown
    }
    if field.entries < census.entries { return .none }
    if let measure = style.measures[field.name] { return .value(.measure(measure)) }
    if let value = style.usualValues[field.name] { return .value(.raw(Array(value.utf8))) }
    if isStart(field.name), field.isNumeric { return .value(.raw([UInt8(ascii: "0")])) }
    if isLength(field.name), field.isNumeric {
      return lengthMeasure(field.name).map { .value(.measure($0)) } ?? .unknown
    }
    if field.repeatsText { return .value(.measure(.text)) }
    if let measure = nameMeasure(field.name), !field.isConstant || census.entries == 1 {
      if field.isNumeric {
        return .value(.measure(measure == .speaker ? .speakerNumber : .idNumber))
      }
      return census.kind == .table || field.hasStrings ? .value(.measure(measure)) : .unknown
    }
    return field.isConstant ? .value(.raw(field.first)) : .unknown
  }

  private func stated(
    _ value: String, like field: FieldCensus.Field
  ) throws(Problem) -> EntryField.Value {
    if value.hasPrefix("{"), value.hasSuffix("}"),
      let measure = Measure(rawValue: String(value.dropFirst().dropLast())),
      census.kind != .directory || measure == .text
    {
      return .measure(measure)
    }
    guard census.kind == .json else {
      guard !value.contains(where: \.isNewline) else {
        throw Problem(.usage, "the value has a line break", field: field.name)
      }
      if let separator = style.plainSeparator, value.utf8.contains(separator) {
        throw Problem(
          .usage, "the value has the character that separates columns", field: field.name)
      }
      return .raw(Array(value.utf8))
    }
    let bytes = Array(value.utf8)
    let isValue = isJSON(bytes)
    switch field.first.first {
    case UInt8(ascii: "\""): return .raw(quotedJSON(value))
    case UInt8(ascii: "n"): return .raw(isValue ? bytes : quotedJSON(value))
    default:
      guard isValue else {
        throw Problem(
          .usage, "expected a JSON value as in the manifest, found '\(value.printable)'",
          field: field.name,
          hint: "the manifest has \(unquoted(field.first).printable) here")
      }
      return .raw(bytes)
    }
  }

  private func unknownField(_ name: String) -> Problem {
    let names = census.fields.map(\.name) + [style.languageField].compactMap(\.self)
    return Problem(
      .usage,
      names.isEmpty
        ? "the corpus has no field that can be set"
        : "no entry has this field; there are \(quoted(names))", field: name.printable,
      hint: nearest(to: name, among: names).map { "did you mean \($0.printable)?" })
  }
}

/// A JSON string without its quotes; other values as they are.
func unquoted(_ bytes: [UInt8]) -> String {
  let isString = bytes.count > 1 && bytes.first == UInt8(ascii: "\"")
  return String(decoding: isString ? bytes[1..<(bytes.count - 1)] : bytes[...], as: UTF8.self)
}

/// True for one JSON value.
private func isJSON(_ bytes: [UInt8]) -> Bool {
  do throws(JSONError) {
    try JSONScanner.scan(bytes[...]) { scanner throws(JSONError) in
      try scanner.skip()
      try scanner.end()
    }
    return true
  } catch {
    return false
  }
}
