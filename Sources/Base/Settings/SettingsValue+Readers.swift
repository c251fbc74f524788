import Files

extension SettingsValue {
  package static func integer<Value: FixedWidthInteger>(
    _ value: SettingsValue
  ) throws(Problem) -> Value {
    guard let integer = value.node.int.flatMap(Value.init(exactly:)) else {
      throw value.expected(Value.isSigned ? "a whole number" : "a whole number from 0")
    }
    return integer
  }

  /// Reads a number, which may be infinite (`.inf`).
  package static func number(_ value: SettingsValue) throws(Problem) -> Double {
    guard let number = value.node.float ?? value.node.int.map(Double.init), !number.isNaN else {
      throw value.expected("a number")
    }
    return number
  }

  package static func finiteNumber(_ value: SettingsValue) throws(Problem) -> Double {
    guard let number = try? number(value), number.isFinite else { throw value.expected("a number") }
    return number
  }

  /// Reads one of the words of an enumeration.
  package static func word<Value: CaseIterable & RawRepresentable<String>>(
    _ value: SettingsValue
  ) throws(Problem) -> Value {
    if let word = value.text.flatMap(Value.init) { return word }
    let words = Value.allCases.map(\.rawValue)
    let meant = value.text.flatMap { nearest(to: $0, among: words) }
    throw value.expected(
      "one of \(words.joined(separator: ", "))", hint: meant.map { "did you mean '\($0)'?" })
  }

  /// Reads one element or a list of different elements.
  /// - Parameters:
  ///   - words: describes the list in errors.
  ///   - isValid: whether an element is allowed.
  package func distinct<Element: Hashable>(
    _ words: String, _ read: Reader<Element>, where isValid: (Element) -> Bool
  ) throws(Problem) -> [Element] {
    let items = list ?? [self]
    let elements = items.compactMap { try? read($0) }
    guard !elements.isEmpty, elements.count == items.count, elements.allSatisfy(isValid),
      Set(elements).count == elements.count
    else { throw expected(words) }
    return elements
  }
}
