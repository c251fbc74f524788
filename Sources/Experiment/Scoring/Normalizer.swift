/// Makes reference and hypothesis comparable, the same way for canaries and controls.
///
/// A figure is comparable only with figures of the same normalizer, so a report carries its `label`.
package enum Normalizer: String, CaseIterable, Codable, Sendable {
  /// Case, punctuation and spacing do not count; see `BasicNormalization`.
  case basic
  /// Text is compared as it stands.
  case none

  /// Goes up with every change to what a normalizer returns.
  package var version: Int {
    switch self {
    case .basic: 1
    case .none: 1
    }
  }

  /// Name and version as reports and ledgers give them, `basic-1`.
  package var label: String { "\(rawValue)-\(version)" }

  package func callAsFunction(_ text: String) -> String {
    switch self {
    case .basic: BasicNormalization.ascii(text) ?? BasicNormalization.unicode(text)
    case .none: text
    }
  }
}
