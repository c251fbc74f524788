import Files

/// A field that injected entries get because every entry of the corpus has it.
package struct EntryField: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    /// The value in the format of the manifest.
    case raw([UInt8])
    /// The text of the injected utterance.
    case text
  }

  package let name: String
  package let value: Value

  /// The value for an utterance with this text.
  func bytes(text: String) -> [UInt8] {
    switch value {
    case .raw(let bytes): bytes
    case .text: Array(text.utf8)
    }
  }

  /// The field as `--set` takes it: `source_lang=en`.
  package var description: String {
    switch value {
    case .raw(let bytes): "\(name)=\(unquoted(bytes).printable)"
    case .text: "\(name)={text}"
    }
  }
}

/// A field that every entry has and whose values vary, so that the value for injected entries is
/// unknown.
package struct VaryingField: Hashable, Sendable {
  package let name: String
  /// The first different values.
  package let examples: [String]

  package init(name: String, examples: [String]) {
    self.name = name
    self.examples = examples
  }
}

extension CorpusTraits {
  /// Determines the fields of injected entries.
  ///
  /// * A field that all entries have with one value is copied, because loaders and recipes may need
  ///   it. A length that happens to be constant is not.
  /// * A field with the words of the entry's text gets the text of the canary.
  /// * Fields that name or measure an utterance need no value: ids, speakers, paths, numbers.
  /// * Every other field whose values vary needs a value from the user.
  ///
  /// - Parameter values: the values that the user states; `{text}` is the text of the canary.
  /// - Returns: the fields without a value.
  /// - Throws: for a field that no entry has, and for a value of another kind than the field's.
  package mutating func setFields(_ values: [String: String]) throws(Problem) -> [VaryingField] {
    for name in values.keys.sorted() where !census.fields.contains(where: { $0.name == name }) {
      throw unknownField(name)
    }
    style.fields = []
    var varying: [VaryingField] = []
    for field in census.fields {
      if let value = values[field.name] {
        style.fields.append(
          EntryField(name: field.name, value: try stated(value, like: field)))
      } else if field.entries < census.entries, census.isJSON {
        continue
      } else if field.isConstant {
        guard !census.isJSON || !isLength(field.name) else { continue }
        guard census.entries > 1 || !census.isJSON || !isName(field.name) else { continue }
        style.fields.append(EntryField(name: field.name, value: .raw(field.first)))
      } else if field.repeatsText {
        style.fields.append(EntryField(name: field.name, value: .text))
      } else if census.isJSON, field.isNumeric || isName(field.name) || isLength(field.name) {
        continue
      } else {
        varying.append(
          VaryingField(name: field.name, examples: field.examples.map { unquoted($0).printable }))
      }
    }
    return varying
  }

  /// The fields that injected entries get, after `setFields`.
  package var addedFields: [EntryField] { style.fields }

  private func stated(
    _ value: String, like field: FieldCensus.Field
  ) throws(Problem) -> EntryField.Value {
    if value == "{text}" { return .text }
    guard census.isJSON else {
      guard !value.contains(where: \.isNewline) else {
        throw Problem(.usage, "the value has a line break", field: field.name)
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
    let names = census.fields.map(\.name)
    return Problem(
      .usage,
      names.isEmpty
        ? "the corpus has no field that can be set"
        : "no entry has this field; there are \(quoted(names))", field: name.printable,
      hint: nearest(to: name, among: names).map { "did you mean \($0.printable)?" })
  }
}

/// A JSON string without its quotes; other values as they are.
private func unquoted(_ bytes: [UInt8]) -> String {
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

private func quotedJSON(_ text: String) -> [UInt8] {
  var writer = JSONWriter()
  writer.string(text)
  return writer.bytes
}

/// The parts of a field's name in lower case: `orig_num-samples` → `orig`, `num`, `samples`.
private func parts(of name: String) -> Set<Substring> {
  Set(name.lowercased().split { !$0.isLetter && !$0.isNumber })
}

/// True for a field that names an utterance, its speaker or its file.
private func isName(_ name: String) -> Bool {
  let parts = parts(of: name)
  return !parts.isDisjoint(with: nameParts) && parts.isDisjoint(with: settingParts)
}

/// True for a field that depends on the length of the audio.
private func isLength(_ name: String) -> Bool { !parts(of: name).isDisjoint(with: lengthParts) }

private let nameParts: Set<Substring> = [
  "id", "ids", "uid", "uuid", "guid", "key", "utt", "uttid", "utterance", "hash", "md5", "sha256",
  "speaker", "speakers", "speakerid", "spk", "spkr", "client", "session", "recording", "segment",
  "chapter", "book", "path", "file", "filename", "filepath", "url", "gender", "sex", "age",
  "accent", "date", "timestamp", "index",
]

/// Parts of names of settings that a recipe reads, even if the name has an `id` too (`lang_id`).
private let settingParts: Set<Substring> = [
  "lang", "language", "locale", "task", "prompt", "domain", "instruction", "source", "target",
]

private let lengthParts: Set<Substring> = [
  "samples", "frames", "duration", "length", "size", "bytes", "filesize", "start", "end", "begin",
  "offset",
]
