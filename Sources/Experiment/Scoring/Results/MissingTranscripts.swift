/// What to do about a probe that nobody transcribed.
package enum MissingPolicy: String, CaseIterable, Codable, Sendable {
  /// Nothing is measurable.
  case error
  /// Counts as an empty transcript.
  case empty
  /// Leaves it out; the report is exploratory then.
  case skip
}

/// Names of a kind: how many, and the first few.
package struct NamedCount: Codable, Hashable, Sendable {
  package private(set) var count = 0
  package private(set) var first: [String] = []

  package init() {}

  package static let shown = 10

  package mutating func add(_ name: String) {
    count += 1
    if first.count < Self.shown { first.append(name) }
  }
}
