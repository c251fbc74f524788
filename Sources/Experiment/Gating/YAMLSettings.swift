import Files
import Yams

/// One mapping of a gate file. Whatever is wrong in it is told with its line.
struct YAMLSettings {
  /// What should have stood there.
  struct Expected: Error {
    let words: String
    /// What was probably meant.
    var meant: String?
    init(_ words: String) { self.words = words }
  }

  typealias Reader<Value> = (Node) -> Result<Value, Expected>

  let mapping: Node.Mapping
  private let parent: Node

  init(_ mapping: Node.Mapping, of parent: Node) {
    self.mapping = mapping
    self.parent = parent
  }

  func required<Value>(_ key: String, _ read: Reader<Value>) throws(Problem) -> Value {
    guard let value = try optional(key, read) else {
      throw Problem(.badData, "there is none", line: parent.mark?.line, field: key)
    }
    return value
  }

  /// Nil where the key is not there.
  func optional<Value>(_ key: String, _ read: Reader<Value>) throws(Problem) -> Value? {
    guard let node = mapping[key] else { return nil }
    switch read(node) {
    case .success(let value): return value
    case .failure(let expected):
      throw Problem(
        .badData, "expected \(expected.words), found '\(node.string ?? "something else")'",
        line: node.mark?.line, field: key, hint: expected.meant.map { "did you mean '\($0)'?" })
    }
  }

  func refuseUnknown(known: [String]) throws(Problem) {
    for (key, _) in mapping {
      let name = key.string ?? "?"
      guard !known.contains(name) else { continue }
      let meant = nearest(to: name, among: known)
      throw Problem(
        .badData, "unknown key", line: key.mark?.line, field: name,
        hint: meant.map { "did you mean '\($0)'?" }
          ?? "known here: \(known.joined(separator: ", "))")
    }
  }

  static func number(_ node: Node) -> Result<Double, Expected> {
    guard let value = node.float ?? node.int.map(Double.init), value.isFinite else {
      return .failure(Expected("a number"))
    }
    return .success(value)
  }

  /// One of some words, as written: unquoted, YAML 1.1 reads `off` as a Boolean.
  static func word<Value: CaseIterable & RawRepresentable<String>>(
    _ node: Node
  ) -> Result<Value, Expected> {
    let found = node.scalar?.string ?? ""
    if let value = Value(rawValue: found) { return .success(value) }
    let words = Value.allCases.map(\.rawValue)
    var expected = Expected("one of \(words.joined(separator: ", "))")
    expected.meant = nearest(to: found, among: words)
    return .failure(expected)
  }

  static func tiers(_ node: Node) -> Result<[Int], Expected> {
    list(node, \.int, where: { $0 >= 1 }, Expected("different numbers from 1, such as [1, 2]"))
  }

  static func speeds(_ node: Node) -> Result<[Double], Expected> {
    list(
      node, { $0.float ?? $0.int.map(Double.init) }, where: { $0 > 0 && $0.isFinite },
      Expected("different speeds, such as [1.5, 2]"))
  }

  /// One value, or a list of different ones.
  private static func list<Value: Hashable>(
    _ node: Node, _ read: (Node) -> Value?, where isFit: (Value) -> Bool, _ expected: Expected
  ) -> Result<[Value], Expected> {
    let items = node.sequence.map { $0.map(read) } ?? [read(node)]
    let values = items.compactMap { $0 }
    guard !values.isEmpty, values.count == items.count, values.allSatisfy(isFit),
      Set(values).count == values.count
    else { return .failure(expected) }
    return .success(values)
  }
}
