/// The unit that canary texts are made of.
package enum PhraseUnit: String, CaseIterable, Codable, Sendable {
  case words
  case letters
  case digits

  /// The names of the digits 0 to 9, as canaries of digits are spoken.
  package static let digitNames = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  ]
}

/// The spelling conventions of the corpus, which canary texts follow.
package struct WritingStyle: Codable, Hashable, Sendable {
  package enum Case: String, Codable, Sendable { case lower, upper }
  package enum Digits: String, Codable, Sendable {
    /// "seven three"
    case words
    /// "7 3"
    case spacedFigures
    /// "73"
    case joinedFigures
  }

  package var letterCase: Case
  package var digits: Digits

  package init(letterCase: Case = .lower, digits: Digits = .words) {
    self.letterCase = letterCase
    self.digits = digits
  }
}
