import Files
import Settings

/// Reads the statements of a profile: `key: value`, `key: none`, or `key: {value: …, source: …}`.
struct ProfileReader {
  let section: SettingsSection
  private(set) var statements: [Profile.Statement] = []

  init(_ section: SettingsSection) throws(Problem) {
    try section.check(known: Self.texts + ["notes"] + ProfileKey.allCases.map(\.rawValue))
    self.section = section
    for entry in section.entries {
      guard ProfileKey(rawValue: entry.name) != nil else { continue }
      let parts = try Self.parts(entry.value, key: entry.name)
      statements.append(
        Profile.Statement(
          key: entry.name, value: parts.value.written, source: parts.source, line: entry.line))
    }
  }

  static let texts = ["name", "title", "toolkit", "version"]

  /// The value of a statement and its source.
  private static func parts(
    _ value: SettingsValue, key: String
  ) throws(Problem) -> (value: SettingsValue, source: String?) {
    guard let section = value.section else { return (value, nil) }
    do throws(Problem) {
      try section.check(known: ["value", "source"])
      guard let inner = section["value"] else {
        throw Problem(.badData, "is missing", line: value.line, field: "value")
      }
      return (inner, try section.optional("source", text))
    } catch {
      throw Problem(
        .badData, error.field.map { "\($0) \(error.message)" } ?? error.message,
        line: error.line ?? value.line, field: key,
        hint: error.advice ?? "write \(key): {value: …, source: …}")
    }
  }

  /// Reads a statement. A value of `none` states that the recipe does not have it.
  func setting<Value>(
    _ key: ProfileKey, _ read: SettingsValue.Reader<Value>
  ) throws(Problem) -> Setting<Value> {
    guard let entry = section.entries.first(where: { $0.name == key.rawValue }) else {
      return .unknown
    }
    let (value, source) = try Self.parts(entry.value, key: entry.name)
    if value.text == "none" { return .none(source: source) }
    do throws(Problem) {
      return .value(try read(value), source: source)
    } catch {
      var placed = error
      placed.line = error.line ?? entry.line
      placed.field = error.field ?? entry.name
      throw placed
    }
  }

  /// The line of a key; nil if the profile does not have it.
  func line(of key: ProfileKey) -> Int? {
    section.entries.first { $0.name == key.rawValue }?.line
  }

  // MARK: - Values

  static func text(_ value: SettingsValue) throws(Problem) -> String {
    guard let text = value.text, text.contains(where: { !$0.isWhitespace }) else {
      throw value.expected("a text")
    }
    return text
  }

  static func number(in range: ClosedRange<Double>) -> SettingsValue.Reader<Double> {
    { value throws(Problem) in
      let number = try SettingsValue.finiteNumber(value)
      guard range.contains(number) else {
        throw value.expected(
          "a number from \(trimmed(range.lowerBound)) to \(trimmed(range.upperBound))")
      }
      return number
    }
  }

  static func count(in range: ClosedRange<Int>) -> SettingsValue.Reader<Int> {
    { value throws(Problem) in
      let number: Int = try SettingsValue.integer(value)
      guard range.contains(number) else {
        throw value.expected("a whole number from \(range.lowerBound) to \(range.upperBound)")
      }
      return number
    }
  }

  static func truth(_ value: SettingsValue) throws(Problem) -> Bool {
    switch value.text {
    case "true": true
    case "false": false
    default: throw value.expected("true or false")
    }
  }

  /// A list of two numbers, the lower one first.
  static func pair<Number: Comparable>(
    _ read: @escaping SettingsValue.Reader<Number>
  ) -> SettingsValue.Reader<ClosedRange<Number>> {
    { value throws(Problem) in
      guard let items = value.list, items.count == 2 else {
        throw value.expected("two numbers, such as [0, 50]")
      }
      let (lower, upper) = (try read(items[0]), try read(items[1]))
      guard lower <= upper else {
        throw value.expected("the lower number first", hint: "write [\(upper), \(lower)]")
      }
      return lower...upper
    }
  }

  static func factors(_ value: SettingsValue) throws(Problem) -> [Double] {
    try value.distinct(
      "different factors from 0.1 to 10, such as [0.9, 1.0, 1.1]", SettingsValue.finiteNumber,
      where: { (0.1...10).contains($0) })
  }

  /// A list of convolutions, each as [kernel, stride, padding].
  static func convolutions(_ value: SettingsValue) throws(Problem) -> [Convolution] {
    let words = "a list of convolutions, each as [kernel, stride, padding], such as [[3, 2, 1]]"
    guard let items = value.list, (1...20).contains(items.count) else {
      throw value.expected(words)
    }
    var layers: [Convolution] = []
    for item in items {
      guard let list = item.list, list.count == 3 else { throw item.expected(words) }
      layers.append(
        Convolution(
          kernel: try count(in: 1...10_000)(list[0]), stride: try count(in: 1...1_000)(list[1]),
          padding: try count(in: 0...10_000)(list[2])))
    }
    return layers
  }
}

extension SettingsValue {
  /// The value as a profile writes it.
  fileprivate var written: String {
    if let text { return text }
    return "[\((list ?? []).map(\.written).joined(separator: ", "))]"
  }
}
