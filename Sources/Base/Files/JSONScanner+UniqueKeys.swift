extension JSONScanner {
  /// Checks the next value, of any kind, and returns the range of its bytes.
  /// - Throws: also for an object, at any depth, with a key that occurs twice. Readers disagree about
  ///   which of both values counts.
  package mutating func rawValueWithUniqueKeys() throws(JSONError) -> Range<Int> {
    let start = try valueStart()
    try skipWithUniqueKeys(depth: 0)
    return start..<position
  }

  private mutating func skipWithUniqueKeys(depth: Int) throws(JSONError) {
    guard depth < Self.deepest else { throw error("values nest deeper than \(Self.deepest)") }
    switch try kind() {
    case .object:
      var keys = UniqueKeys()
      try object { (key, scanner) throws(JSONError) in
        try keys.insert(key, scanner)
        try scanner.skipWithUniqueKeys(depth: depth + 1)
      }
    case .array:
      try array { scanner throws(JSONError) in
        try scanner.skipWithUniqueKeys(depth: depth + 1)
      }
    default: try skip()
    }
  }
}

/// The keys of one object, each of which may occur once.
package struct UniqueKeys: Sendable {
  private var seen: Set<String> = []

  package init() {}

  /// - Throws: if the key occurred before, in snake case or in camel case.
  package mutating func insert(
    _ key: JSONScanner.Token, _ scanner: borrowing JSONScanner
  ) throws(JSONError) {
    let name = scanner.text(key)
    guard seen.insert(JSONCoding.camelCase(name)).inserted else {
      throw scanner.error("the key '\(name)' occurs twice", field: name)
    }
  }
}
