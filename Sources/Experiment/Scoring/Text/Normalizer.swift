/// Makes reference and hypothesis comparable, in the same way for canaries and controls.
///
/// Figures are comparable only if they have the same normaliser, so a report has its `label`.
package enum Normalizer: String, CaseIterable, Codable, Sendable {
  /// Ignores case, punctuation and spacing; see `BasicNormalization`.
  case basic
  /// The English normaliser of Whisper; see `WhisperNormalization`.
  case whisperEnglish = "whisper-en"
  /// Compares text unchanged.
  case none

  /// The version, which increases with every change of a normaliser's results.
  package var version: Int {
    switch self {
    case .basic: 1
    case .whisperEnglish: 1
    case .none: 1
    }
  }

  /// The name and version in reports and ledgers, such as `basic-1`.
  package var label: String { "\(rawValue)-\(version)" }

  package func callAsFunction(_ text: String) -> String {
    switch self {
    case .basic: BasicNormalization.ascii(text) ?? BasicNormalization.unicode(text)
    case .whisperEnglish: WhisperNormalization.normalized(text)
    case .none: text
    }
  }
}
