import Files
import Yams

/// A key of a YAML section, and how its value is read into a `Root`.
struct ConfigurationKey<Root> {
  let name: String
  let read: (Node, inout Root) throws(Problem) -> Void

  static func integer<Value: FixedWidthInteger>(
    _ name: String, _ path: WritableKeyPath<Root, Value>
  ) -> Self {
    Self(name: name) { node, root throws(Problem) in root[keyPath: path] = try whole(node) }
  }

  static func optional(_ name: String, _ path: WritableKeyPath<Root, Int?>) -> Self {
    Self(name: name) { node, root throws(Problem) in root[keyPath: path] = try whole(node) }
  }

  static func number(_ name: String, _ path: WritableKeyPath<Root, Double>) -> Self {
    Self(name: name) { node, root throws(Problem) in root[keyPath: path] = try decimal(node) }
  }

  static func optional(_ name: String, _ path: WritableKeyPath<Root, Double?>) -> Self {
    Self(name: name) { node, root throws(Problem) in root[keyPath: path] = try decimal(node) }
  }

  static func word<Value: RawRepresentable<String> & CaseIterable>(
    _ name: String, _ path: WritableKeyPath<Root, Value>
  ) -> Self {
    Self(name: name) { node, root throws(Problem) in
      let known = Value.allCases.map(\.rawValue)
      guard let text = node.scalar?.string, let value = Value(rawValue: text) else {
        let meant = node.scalar.flatMap { nearest(to: $0.string, among: known) }
        throw expected(
          "one of \(known.joined(separator: ", "))", node,
          hint: meant.map { "did you mean '\($0)'?" })
      }
      root[keyPath: path] = value
    }
  }

  static func section<Child>(
    _ name: String, _ path: WritableKeyPath<Root, Child>, _ keys: [ConfigurationKey<Child>]
  ) -> Self {
    Self(name: name) { node, root throws(Problem) in
      try readSection(node, into: &root[keyPath: path], keys)
    }
  }
}

/// Reads the keys of a mapping, each at most once; one that is not there leaves its default.
/// - Throws: with line and field.
func readSection<Root>(
  _ section: Node, into root: inout Root, _ keys: [ConfigurationKey<Root>]
) throws(Problem) {
  let known = keys.map(\.name)
  guard let mapping = section.mapping else {
    throw expected("a section with keys such as \(known[0])", section)
  }
  for (key, value) in mapping {
    let name = key.scalar?.string ?? "?"
    guard let entry = keys.first(where: { $0.name == name }) else {
      let meant = nearest(to: name, among: known)
      throw Problem(
        .badData, "unknown key", line: key.mark?.line, field: name,
        hint: meant.map { "did you mean '\($0)'?" }
          ?? "known here: \(known.joined(separator: ", "))")
    }
    do throws(Problem) {
      try entry.read(value, &root)
    } catch {
      var placed = error
      placed.line = error.line ?? key.mark?.line
      placed.field = error.field ?? name
      throw placed
    }
  }
}

private func whole<Value: FixedWidthInteger>(_ node: Node) throws(Problem) -> Value {
  guard let value = node.int.flatMap(Value.init(exactly:)) else {
    throw expected(Value.isSigned ? "a whole number" : "a whole number from 0", node)
  }
  return value
}

private func decimal(_ node: Node) throws(Problem) -> Double {
  guard let value = node.float ?? node.int.map(Double.init), !value.isNaN else {
    throw expected("a number", node)
  }
  return value
}

private func expected(_ what: String, _ node: Node, hint: String? = nil) -> Problem {
  let found =
    node.scalar.map { "'\($0.string)'" } ?? (node.sequence != nil ? "a list" : "a section")
  return Problem(.badData, "expected \(what), found \(found)", line: node.mark?.line, hint: hint)
}
