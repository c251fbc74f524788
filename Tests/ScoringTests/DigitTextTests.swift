import AuditModel
import Randomness
import Scoring
import Testing

/// Ways to write a sequence of digits.
private enum DigitWriting: String, CaseIterable {
  case joined, spaced, dashed, dotted, commas, thousands, tabs
  case words, joinedWords, hyphenatedWords, upperWords, sentence, ohs
  case fullWidth, fullWidthWords, arabicIndic, devanagari, han, mixed, repeated

  func text(_ digits: [Int], _ random: inout RandomStream) -> String {
    let figures = digits.map(String.init)
    let names = digits.map { PhraseUnit.digitNames[$0] }
    func scalars(_ zero: UInt32) -> String {
      String(String.UnicodeScalarView(digits.map { Unicode.Scalar(zero + UInt32($0))! }))
    }
    switch self {
    case .joined: return figures.joined()
    case .spaced: return figures.joined(separator: " ")
    case .dashed: return figures.joined(separator: "-")
    case .dotted: return figures.joined(separator: ". ") + "."
    case .commas: return figures.joined(separator: ", ")
    case .thousands:
      return figures.enumerated().map { index, figure in
        index > 0 && (figures.count - index) % 3 == 0 ? ",\(figure)" : figure
      }.joined()
    case .tabs: return "\t" + figures.joined(separator: "\u{A0}") + "\n"
    case .words: return names.joined(separator: " ")
    case .joinedWords: return names.joined()
    case .hyphenatedWords: return names.joined(separator: "-")
    case .upperWords: return names.joined(separator: " ").uppercased()
    case .sentence: return names.joined(separator: ", ").capitalized + "."
    case .ohs: return names.map { $0 == "zero" ? "oh" : $0 }.joined(separator: " ")
    case .fullWidth: return scalars(0xFF10)
    case .fullWidthWords:
      return String(
        String.UnicodeScalarView(
          names.joined(separator: " ").unicodeScalars.map {
            $0 == " " ? "\u{3000}" : Unicode.Scalar($0.value + 0xFEE0)!
          }))
    case .arabicIndic: return scalars(0x660)
    case .devanagari: return scalars(0x966)
    case .han: return digits.map { Array("〇一二三四五六七八九")[$0] }.map(String.init).joined()
    case .mixed:
      return zip(figures, names).map { random.below(2) == 0 ? $0 : $1 }
        .joined(separator: random.pick(["", " ", "-", ", "]))
    case .repeated:
      var words: [String] = []
      var index = 0
      while index < digits.count {
        let isDouble = index + 1 < digits.count && digits[index + 1] == digits[index]
        words += isDouble ? ["double", names[index]] : [names[index]]
        index += isDouble ? 2 : 1
      }
      return words.joined(separator: " ")
    }
  }
}

@Suite struct DigitTextTests {
  private let normalize = CanaryNormalizer(.basic, .digits)

  @Test func `every writing of the right digits is exact, of wrong digits it is not`() {
    var random = Seed(short: 62).stream("digits")
    for writing in DigitWriting.allCases {
      for _ in 0..<300 {
        let digits = (0..<7).map { _ in random.below(10) }
        let reference = normalize(random.pick(references(digits)))
        #expect(normalize(writing.text(digits, &random)) == reference, "\(writing) \(digits)")
        let wrong = wrong(digits, &random)
        let text = writing.text(wrong, &random)
        #expect(normalize(text) != reference, "\(writing) \(digits) \(text)")
      }
    }
  }

  /// The three ways in which canaries are written.
  private func references(_ digits: [Int]) -> [String] {
    let figures = digits.map(String.init)
    return [
      digits.map { PhraseUnit.digitNames[$0] }.joined(separator: " "),
      figures.joined(separator: " "), figures.joined(),
    ]
  }

  /// Other digits: one replaced, left out or added.
  private func wrong(_ digits: [Int], _ random: inout RandomStream) -> [Int] {
    var wrong = digits
    let place = random.below(digits.count)
    switch random.below(3) {
    case 0: wrong[place] = (wrong[place] + 1 + random.below(9)) % 10
    case 1: wrong.remove(at: place)
    default: wrong.insert(random.below(10), at: place)
    }
    return wrong
  }

  @Test(arguments: [
    ("five one", "51"), ("o five Oh", "050"), ("5o3", "503"), ("double five", "55"),
    ("triple 0 seven", "0007"), ("fiveone3", "513"), ("", ""), ("…", ""),
    // Not digits that were spoken one by one.
    ("fifty one", "�1"), ("fifty-one", "�1"), ("eleven", "�"), ("one hundred", "1�"),
    // A double without a digit, and before several digits.
    ("double", "�"), ("five double", "5�"), ("double double five", "�55"), ("double 55", "�55"),
    ("the of and", "���"), ("won for 8", "��8"), ("5th", "5�"), ("½", "�"), ("十", "�"),
    ("phone", "�"), ("zerooo", "�"),
  ])
  func `figures of an example`(text: String, expected: String) {
    #expect(normalize(text) == expected)
  }

  @Test func `the declared normaliser has no effect on digits`() {
    for normalizer in Normalizer.allCases {
      let normalize = CanaryNormalizer(normalizer, .digits)
      #expect(normalize("5, ONE; 0 three.") == "5103")
    }
  }

  @Test func `texts that are not digits are compared as words`() {
    #expect(CanaryForm(unit: .digits, texts: ["five one", "3 4"]) == .digits)
    #expect(CanaryForm(unit: .digits, texts: ["five one", "cinq un"]) == .words)
    #expect(CanaryForm(unit: .digits, texts: ["five one", ""]) == .words)
  }
}
