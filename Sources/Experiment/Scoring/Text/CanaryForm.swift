import AuditModel

/// The form in which the texts of canaries are compared.
///
/// Decoders write digits, single letters and scripts without spaces in several ways, so that a
/// comparison of spellings would miss canaries that a model wrote out. The form follows from the
/// ledger's unit and texts; nothing about it is declared. It applies to canaries only: check
/// utterances are compared by the normaliser alone.
package enum CanaryForm: String, CaseIterable, Sendable {
  /// Words between spaces, as the declared normaliser writes them.
  case words
  /// The form `words` without spaces around characters of scripts without spaces.
  case unspaced
  /// Letters without spaces, punctuation and case, whatever the declared normaliser.
  case letters
  /// Figures without spaces (`DigitText`), whatever the declared normaliser.
  case digits

  /// - Parameter texts: the texts of all canaries.
  package init(unit: PhraseUnit, texts: some Sequence<String>) {
    self =
      switch unit {
      case .letters: .letters
      case .digits:
        texts.allSatisfy { DigitText.isComplete(DigitText.figures($0)) } ? .digits : .words
      case .words: texts.contains(where: \.hasUnspacedScript) ? .unspaced : .words
      }
  }

  /// Whether a transcript with one error is a near match whatever its error rate.
  ///
  /// A wrong digit is several of the 30 letters of seven number words, but one of seven digits, which
  /// is more than `CanaryScore.nearLimit`.
  /// - Parameter length: the characters of the reference.
  func isNearWithOneError(_ length: Int) -> Bool {
    (self == .digits || self == .letters) && length >= 5
  }

  /// The version, which increases with every change of a form's results.
  private static let version = 1

  /// The name and version in reports, such as `digits-1`; nil for `words`, which changes nothing.
  package var label: String? { self == .words ? nil : "\(rawValue)-\(Self.version)" }

  /// The form with a label; `words` for other labels.
  package init(label: String?) {
    self = Self.allCases.first { $0.label == label } ?? .words
  }
}

/// Makes the text of a canary and its transcript comparable.
package struct CanaryNormalizer: Sendable {
  package let normalizer: Normalizer
  package let form: CanaryForm

  package init(_ normalizer: Normalizer, _ form: CanaryForm) {
    self.normalizer = normalizer
    self.form = form
  }

  package func callAsFunction(_ text: String) -> String {
    switch form {
    case .words: normalizer(text)
    case .unspaced: normalizer(text).closingUnspacedScripts
    case .letters: Normalizer.basic(text.foldingWidth).replacing(" ", with: "")
    case .digits: DigitText.figures(text)
    }
  }

  /// True if every character of a normalised text counts as a word.
  var countsCharactersAsWords: Bool { form == .letters || form == .digits }

  /// The words of a text that count for its word error rate, separated by single spaces.
  package func spaced(_ text: String) -> String {
    let normalized = self(text)
    if countsCharactersAsWords {
      return normalized.unicodeScalars.map(String.init).joined(separator: " ")
    }
    var boundaries = WordBoundaries()
    var words: [String.UnicodeScalarView] = []
    for scalar in normalized.unicodeScalars {
      switch boundaries.step(scalar) {
      case .space: continue
      case .start: words.append(String.UnicodeScalarView([scalar]))
      case .inside: words[words.count - 1].append(scalar)
      }
    }
    return words.map { String($0) }.joined(separator: " ")
  }
}
