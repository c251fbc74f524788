import Files

/// A key of a section and the property of `Root` that it sets.
package struct SettingsKey<Root> {
  package let name: String
  let read: (SettingsValue, inout Root) throws(Problem) -> Void

  package static func integer<Value: FixedWidthInteger & SendableMetatype>(
    _ name: String, _ path: WritableKeyPath<Root, Value>
  ) -> Self {
    Self(name: name) { value, root throws(Problem) in
      root[keyPath: path] = try SettingsValue.integer(value)
    }
  }

  package static func optional(_ name: String, _ path: WritableKeyPath<Root, Int?>) -> Self {
    Self(name: name) { value, root throws(Problem) in
      let integer: Int = try SettingsValue.integer(value)
      root[keyPath: path] = integer
    }
  }

  package static func number(_ name: String, _ path: WritableKeyPath<Root, Double>) -> Self {
    Self(name: name) { value, root throws(Problem) in
      root[keyPath: path] = try SettingsValue.number(value)
    }
  }

  package static func optional(_ name: String, _ path: WritableKeyPath<Root, Double?>) -> Self {
    Self(name: name) { value, root throws(Problem) in
      root[keyPath: path] = try SettingsValue.number(value)
    }
  }

  package static func word<Value: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ path: WritableKeyPath<Root, Value>
  ) -> Self {
    Self(name: name) { value, root throws(Problem) in
      root[keyPath: path] = try SettingsValue.word(value)
    }
  }

  package static func optional<Value: RawRepresentable<String> & CaseIterable & SendableMetatype>(
    _ name: String, _ path: WritableKeyPath<Root, Value?>
  ) -> Self {
    Self(name: name) { value, root throws(Problem) in
      let word: Value = try SettingsValue.word(value)
      root[keyPath: path] = word
    }
  }

  package static func section<Child>(
    _ name: String, _ path: WritableKeyPath<Root, Child>, _ keys: [SettingsKey<Child>]
  ) -> Self {
    Self(name: name) { value, root throws(Problem) in
      try value.set(&root[keyPath: path], keys)
    }
  }
}

extension SettingsValue {
  /// Sets the properties of `root` that this section names. The others keep their values.
  /// - Throws: a problem with line and field.
  package func set<Root>(_ root: inout Root, _ keys: [SettingsKey<Root>]) throws(Problem) {
    guard let section else { throw expected("a section with keys such as \(keys[0].name)") }
    try section.check(known: keys.map(\.name))
    for entry in section.entries {
      guard let key = keys.first(where: { $0.name == entry.name }) else { continue }
      do throws(Problem) {
        try key.read(entry.value, &root)
      } catch {
        throw entry.placed(error)
      }
    }
  }
}
