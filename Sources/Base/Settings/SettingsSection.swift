import Files

/// One mapping of a document.
package struct SettingsSection {
  /// A key with its value.
  package struct Entry {
    /// The current name of the key.
    package let name: String
    /// The name in the document, which may be a former one.
    package let writtenName: String
    package let line: Int?
    package let value: SettingsValue
  }

  /// The line on which the section starts.
  package let line: Int?
  /// The keys in the order of the document.
  package let entries: [Entry]

  /// The value of a key, or nil if the section does not set it.
  package subscript(name: String) -> SettingsValue? {
    entries.first { $0.name == name }?.value
  }

  /// Refuses unknown keys, and keys that are set under a former and the current name.
  package func check(known: [String]) throws(Problem) {
    var seen: [String: Entry] = [:]
    for entry in entries {
      guard known.contains(entry.name) else {
        let meant = nearest(to: entry.name, among: known)
        throw Problem(
          .badData, "unknown key", line: entry.line, field: entry.writtenName,
          hint: meant.map { "did you mean '\($0)'?" }
            ?? "known here: \(known.joined(separator: ", "))")
      }
      if let earlier = seen.updateValue(entry, forKey: entry.name) {
        let former = entry.writtenName == entry.name ? earlier.writtenName : entry.writtenName
        throw Problem(
          .badData, "is set twice: '\(former)' is its former name", line: entry.line,
          field: entry.name, hint: "remove '\(former)'")
      }
    }
  }

  package func required<Value>(
    _ name: String, _ read: SettingsValue.Reader<Value>
  ) throws(Problem) -> Value {
    guard let value = try optional(name, read) else {
      throw Problem(.badData, "is missing", line: line, field: name)
    }
    return value
  }

  /// Reads the value of a key, or returns nil if the section does not set it.
  package func optional<Value>(
    _ name: String, _ read: SettingsValue.Reader<Value>
  ) throws(Problem) -> Value? {
    guard let entry = entries.first(where: { $0.name == name }) else { return nil }
    do throws(Problem) {
      return try read(entry.value)
    } catch {
      throw entry.placed(error)
    }
  }
}

extension SettingsSection.Entry {
  /// A problem of the value with line and key, unless it has its own.
  func placed(_ problem: Problem) -> Problem {
    var placed = problem
    placed.line = problem.line ?? line
    placed.field = problem.field ?? name
    return placed
  }
}
