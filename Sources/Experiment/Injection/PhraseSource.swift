import AuditModel
import Files
import Randomness

/// What a canary says: as text for the manifest, as words for the voice.
package struct Phrase: Hashable, Sendable {
  package let text: String
  package let spoken: [String]
  /// Units for comparing one phrase with another: words, letters or digits.
  let units: [String]
}

/// Draws phrases uniformly: every sequence of units is equally likely.
package struct PhraseSource: Sendable {
  package let unit: PhraseUnit
  package let length: Int
  package let style: WritingStyle
  /// Units as they are drawn and spoken: lower-case words, letters, or digit words.
  package let inventory: [String]

  /// Fewer words than this leave too few different phrases.
  package static let smallestVocabulary = 100

  package static let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
  package static let digits = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
  ]

  /// - Parameter vocabulary: the words to draw from where the unit is words.
  package init(
    unit: PhraseUnit, length: Int, style: WritingStyle, vocabulary: [String]
  ) throws(Problem) {
    self.unit = unit
    self.length = length
    self.style = style
    switch unit {
    case .letters: inventory = Self.letters
    case .digits: inventory = Self.digits
    case .words:
      inventory = vocabulary
      guard vocabulary.count >= 2 else {
        throw Problem(
          .badData, "there are only \(vocabulary.count) words to draw from",
          hint: "take a larger --vocabulary, or --units letters")
      }
    }
  }

  package func draw(from random: inout RandomStream) -> Phrase {
    phrase((0..<length).map { _ in inventory[random.below(inventory.count)] })
  }

  func phrase(_ units: [String]) -> Phrase {
    let written: String =
      switch (unit, style.digits) {
      case (.digits, .spacedFigures): units.map(Self.figure).joined(separator: " ")
      case (.digits, .joinedFigures): units.map(Self.figure).joined()
      default: units.joined(separator: " ")
      }
    return Phrase(
      text: style.letterCase == .upper ? written.uppercased() : written, spoken: units,
      units: units)
  }

  private static func figure(_ digit: String) -> String {
    String(digits.firstIndex(of: digit)!)
  }
}

/// Words for canaries, filtered alike wherever they come from.
package enum Vocabulary {
  /// Lower-cased, letters only, three or more of them, in byte order, none of `ExcludedWords`.
  /// - Parameter asciiOnly: for voices that know English spelling only.
  package static func clean(_ words: some Sequence<String>, asciiOnly: Bool) -> [String] {
    var clean: Set<String> = []
    for word in words {
      let lower = word.lowercased()
      guard lower.count >= 3, lower.allSatisfy({ $0.isLetter && (!asciiOnly || $0.isASCII) }),
        !ExcludedWords.all.contains(lower)
      else { continue }
      clean.insert(lower)
    }
    return clean.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Reads a word list: one word a line, blank lines and lines that start with # passed over.
  package static func read(_ path: String, asciiOnly: Bool) throws(Problem) -> [String] {
    var words: [String] = []
    let reader = try LineReader(path)
    while let line = try reader.next() {
      guard let text = line.bytes.text else {
        throw Problem(.badData, "is not UTF-8", file: path, line: line.number)
      }
      let parts = text.split(whereSeparator: \.isWhitespace)
      guard let word = parts.first, !word.hasPrefix("#") else { continue }
      guard parts.count == 1 else {
        throw Problem(
          .badData, "expected one word, found \(parts.count)", file: path, line: line.number,
          hint: "a word list has one word a line")
      }
      words.append(String(word))
    }
    return try requireEnough(clean(words, asciiOnly: asciiOnly), of: path)
  }

  package static func requireEnough(
    _ words: [String], of source: String
  ) throws(Problem) -> [String] {
    guard words.count >= PhraseSource.smallestVocabulary else {
      throw Problem(
        .badData,
        "holds \(words.count) usable words; \(PhraseSource.smallestVocabulary) or more are needed",
        file: source,
        hint: "usable: letters only, three or more, no number word, filler or abbreviation")
    }
    return words
  }
}
