import Files
import Yams

/// One value of a document: a scalar, a list or a section.
package struct SettingsValue {
  /// A function that turns a value into a `Value` or throws a problem with the value's line.
  package typealias Reader<Value> = (SettingsValue) throws(Problem) -> Value

  let node: Node
  private let renamedKeys: [String: String]

  init(_ node: Node, renamedKeys: [String: String]) {
    self.node = node
    self.renamedKeys = renamedKeys
  }

  /// The line on which the value starts, counted from 1.
  package var line: Int? { node.mark?.line }

  /// The text of a scalar as it is written, without quotes.
  package var text: String? { node.scalar?.string }

  package var list: [SettingsValue]? {
    node.sequence?.map { SettingsValue($0, renamedKeys: renamedKeys) }
  }

  package var section: SettingsSection? {
    node.mapping.map { mapping in
      SettingsSection(
        line: line,
        entries: mapping.map { key, value in
          let written = key.scalar?.string ?? "?"
          return SettingsSection.Entry(
            name: renamedKeys[written] ?? written, writtenName: written, line: key.mark?.line,
            value: SettingsValue(value, renamedKeys: renamedKeys))
        })
    }
  }

  /// The line of a key in this section or in a section below it.
  package func line(ofKey name: String) -> Int? {
    for entry in section?.entries ?? [] {
      if entry.name == name { return entry.line }
      if let line = entry.value.line(ofKey: name) { return line }
    }
    return nil
  }

  /// A problem that says what was expected in place of this value.
  package func expected(_ words: String, hint: String? = nil) -> Problem {
    let found = text.map { "'\($0)'" } ?? (node.sequence == nil ? "a section" : "a list")
    return Problem(.badData, "expected \(words), found \(found)", line: line, hint: Hint(hint))
  }
}
