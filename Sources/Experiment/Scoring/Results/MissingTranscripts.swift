/// The treatment of a probe without a transcript.
package enum MissingPolicy: String, CaseIterable, Codable, Sendable {
  /// The report is not measurable.
  case error
  /// The probe counts as an empty transcript.
  case empty
  /// The probe is left out and the report is exploratory.
  case skip
}

/// The number of names of one kind, and the first `shown` of them.
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
