/// The files from which the numbers of an analysis of membership come.
package struct MembershipRecords: Codable, Hashable, Sendable {
  /// The source of membership: `ledger`, `members` or `target table`.
  package let source: String
  package let target: Model
  package let references: [Model]

  package struct Model: Codable, Hashable, Sendable {
    package let file: String
    package let name: String
    /// The last pass over the training data; nil for a finished model.
    package let pass: Int?
    /// The audited utterances without a loss.
    package let missing: MissingLosses
    /// Whether the table tells what the model was trained on; nil for the target.
    package internal(set) var statesTraining: Bool?
    /// The number of audited utterances with a loss that the model was trained on; nil for the target.
    package internal(set) var trained: Int?

    init(file: String, name: String, pass: Int?, missing: MissingLosses) {
      self.file = file
      self.name = name
      self.pass = pass
      self.missing = missing
    }
  }
}

/// The number of utterances without a loss, and the first of them.
package struct MissingLosses: Codable, Hashable, Sendable {
  package let count: Int
  package let first: [String]

  package init(_ ids: [String]) {
    count = ids.count
    first = Array(ids.prefix(10))
  }
}
