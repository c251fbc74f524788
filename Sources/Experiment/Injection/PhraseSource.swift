import AuditModel
import Files
import Randomness

/// The content of a canary: as text for the manifest and as words for the voice.
package struct Phrase: Hashable, Sendable {
  package let text: String
  package let spoken: [String]
  /// The units for comparing phrases: words, letters or digits.
  let units: [String]

  /// This phrase with the sound of another one.
  func said(as other: Phrase) -> Phrase {
    Phrase(text: text, spoken: other.spoken, units: units)
  }
}

/// Draws phrases uniformly: every sequence of units is equally likely.
package struct PhraseSource: Sendable {
  package let unit: PhraseUnit
  package let length: Int
  package let style: WritingStyle
  /// The units that are drawn and spoken: lower-case words, letters or digit words.
  package let inventory: [String]

  /// The smallest vocabulary that gives enough different phrases.
  package static let smallestVocabulary = 100

  package static let letters = "abcdefghijklmnopqrstuvwxyz".map(String.init)
  package static let digits = PhraseUnit.digitNames

  /// - Parameter vocabulary: the words to draw from if the unit is words.
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
        throw Problem(InjectionProblem.tooFewWords(vocabulary.count))
      }
    }
  }

  package func draw(from random: inout RandomStream) -> Phrase {
    phrase((0..<length).map { _ in inventory[random.below(inventory.count)] })
  }

  package func phrase(_ units: [String]) -> Phrase {
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

  /// The words that a voice speaks for the text of a canary; nil for a text of another kind.
  package static func spoken(
    _ text: String, unit: PhraseUnit, style: WritingStyle
  ) -> [String]? {
    let words = style.words(of: text, unit: unit).map { $0.lowercased() }
    guard unit == .digits, style.digits != .words else { return words }
    let names = words.map { word in
      Int(word).flatMap { digits.indices.contains($0) ? digits[$0] : nil }
    }
    return names.contains(nil) ? nil : names.compactMap(\.self)
  }

  /// The figure of a digit's name.
  static func figure(_ digit: String) -> String {
    String(digits.firstIndex(of: digit)!)
  }
}

/// The rules for the words of canaries, which apply to every source of words.
package enum Vocabulary {
  /// Returns the usable words in lower case and byte order.
  /// - Parameter asciiOnly: for voices that pronounce English spelling only.
  package static func clean(_ words: some Sequence<String>, asciiOnly: Bool) -> [String] {
    Set(words.compactMap { cleaned($0, asciiOnly: asciiOnly) })
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Returns the word in lower case; nil unless it has three or more letters, nothing but letters and
  /// is not in `ExcludedWords`.
  static func cleaned(_ word: String, asciiOnly: Bool) -> String? {
    let lower = word.lowercased()
    guard lower.count >= 3, lower.allSatisfy({ $0.isLetter && (!asciiOnly || $0.isASCII) }),
      !ExcludedWords.all.contains(lower)
    else { return nil }
    return lower
  }

  /// Reads a word list with one word per line. Blank lines and lines that start with # are ignored.
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
          hint: "a word list has one word per line")
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
        "has \(words.count) usable words; at least \(PhraseSource.smallestVocabulary) are needed",
        file: source,
        hint: "a usable word has three or more letters and nothing else, and is no number word, "
          + "filler or abbreviation")
    }
    return words
  }
}
