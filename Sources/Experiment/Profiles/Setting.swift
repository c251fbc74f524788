/// The statement of a profile about one filter or property of a recipe.
package enum Setting<Value: Sendable>: Sendable {
  /// The profile says nothing, so nobody knows whether the recipe has it.
  case unknown
  /// The recipe does not have it (`none`).
  case none(source: String?)
  /// - source: the file of the toolkit that the value was read from; nil in a team's own profile.
  case value(Value, source: String?)

  /// The value; nil if the recipe has none or it is unknown.
  package var value: Value? {
    if case .value(let value, _) = self { value } else { nil }
  }

  package var source: String? {
    switch self {
    case .unknown: nil
    case .none(let source), .value(_, let source): source
    }
  }

  package var isUnknown: Bool {
    if case .unknown = self { true } else { false }
  }
}
