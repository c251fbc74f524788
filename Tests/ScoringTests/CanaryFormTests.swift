import AuditModel
import Randomness
import Scoring
import Testing

@Suite struct CanaryFormTests {
  @Test func `a form follows from the unit and the texts`() {
    #expect(CanaryForm(unit: .letters, texts: ["a b"]) == .letters)
    #expect(CanaryForm(unit: .words, texts: ["seven badgers", "naïve café", "한국어 말"]) == .words)
    #expect(CanaryForm(unit: .words, texts: ["seven badgers", "你好"]) == .unspaced)
    for text in ["日本", "ひらがな", "カタカナ", "ไทย", "ລາວ", "ខ្មែរ", "မြန်မာ", "ｶﾅ", "𠀀"] {
      #expect(CanaryForm(unit: .words, texts: [text]) == .unspaced, "\(text)")
    }
  }

  @Test func `labels have name and version and are read back`() {
    #expect(
      CanaryForm.allCases.map(\.label) == [nil, "unspaced-1", "letters-1", "digits-1"])
    for form in CanaryForm.allCases { #expect(CanaryForm(label: form.label) == form) }
    #expect(CanaryForm(label: "digits-0") == .words)
  }

  private static let letterWritings: [@Sendable ([String]) -> String] = [
    { $0.joined() }, { $0.joined(separator: " ") }, { $0.joined(separator: "-") },
    { $0.map { "\($0)." }.joined(separator: " ").uppercased() },
    { $0.joined(separator: "").uppercased() },
    { $0.joined(separator: ", ") }, { $0.joined(separator: "\u{A0}") }, { "“" + $0.joined() + "”" },
    {
      String(
        String.UnicodeScalarView(
          $0.joined().uppercased().unicodeScalars.map { Unicode.Scalar($0.value + 0xFEE0)! }))
    },
  ]

  @Test func `every writing of the right letters is exact, of wrong letters it is not`() {
    var random = Seed(short: 63).stream("letters")
    let alphabet = "abcdefghijklmnopqrstuvwxyz".map(String.init)
    for normalizer in Normalizer.allCases {
      let normalize = CanaryNormalizer(normalizer, .letters)
      for write in Self.letterWritings {
        for _ in 0..<50 {
          let letters = (0..<7).map { _ in random.pick(alphabet) }
          let reference = normalize(letters.joined(separator: " "))
          #expect(normalize(write(letters)) == reference)
          var wrong = letters
          let place = random.below(7)
          let others = alphabet.filter { $0 != letters[place] }
          if random.below(2) == 0 {
            wrong[place] = random.pick(others)
          } else {
            wrong.remove(at: place)
          }
          #expect(normalize(write(wrong)) != reference)
        }
      }
    }
  }

  private static let words = [
    "你好", "世界", "學習", "機器", "とうきょう", "カタカナ", "日本語", "ภาษาไทย", "น้ำ", "กำลัง", "ພາສາ", "ភាសា", "မြန်မာ",
  ]

  @Test func `spaces around scripts without spaces are ignored, characters are not`() {
    var random = Seed(short: 64).stream("unspaced")
    let normalize = CanaryNormalizer(.basic, .unspaced)
    for _ in 0..<500 {
      let words = (0..<5).map { _ in random.pick(Self.words) }
      let reference = normalize(words.joined(separator: " "))
      #expect(reference == words.joined())
      let characters = Array(words.joined())
      let writings = [
        words.joined(), words.joined(separator: "\u{3000}"), words.joined(separator: "，"),
        words.joined(separator: " ") + "。", characters.map(String.init).joined(separator: " "),
      ]
      for writing in writings { #expect(normalize(writing) == reference) }
      var wrong = characters
      wrong.remove(at: random.below(wrong.count))
      #expect(normalize(String(wrong)) != reference)
    }
  }

  @Test(arguments: [
    ("iPhone 手机 two words", "iphone手机two words"), ("a b", "a b"), (" 你 好 ", "你好"),
    ("3 个 4 5", "3个4 5"), ("한국 어", "한국 어"),
  ])
  func `spaces between words of other scripts stay`(text: String, expected: String) {
    #expect(CanaryNormalizer(.basic, .unspaced)(text) == expected)
  }

  @Test func `any text is normalised, and an exact transcript stays exact`() {
    var random = Seed(short: 65).stream("any text")
    let parts = [
      "double ", "five", "o", "9", "９", "٣", ".", "$", "¢7", "%", " and a half ", "million ", "'s",
      "(", "]",
      "你", "ที่", "\u{3099}", "\u{200D}", "½", "1", "point ", "minus ", "hundred ", "\u{0}", "🇫🇷", "㈱",
      "Ⅻ",
    ]
    for _ in 0..<2_000 {
      let text = (0..<random.below(12)).map { _ in
        random.below(4) == 0
          ? String(Unicode.Scalar(UInt32(random.below(0x30000))) ?? "x") : random.pick(parts)
      }.joined()
      for normalizer in Normalizer.allCases {
        for form in CanaryForm.allCases {
          let normalize = CanaryNormalizer(normalizer, form)
          let once = normalize(text)
          if form == .letters { #expect(normalize(once) == once) }
          if form == .digits {
            let isKnown = once.unicodeScalars.allSatisfy { "0"..."9" ~= $0 || $0 == "\u{FFFD}" }
            #expect(isKnown, "\(text.debugDescription)")
          }
          if form == .unspaced, normalizer == .basic {
            #expect(once == normalize(once))
            #expect(normalize(normalize.spaced(text)) == once, "\(text.debugDescription)")
          }
        }
      }
    }
  }

  @Test func `words for an alignment are characters where characters count`() {
    #expect(CanaryNormalizer(.basic, .digits).spaced("five 13") == "5 1 3")
    #expect(CanaryNormalizer(.basic, .letters).spaced("ABC.") == "a b c")
    #expect(CanaryNormalizer(.basic, .unspaced).spaced("ABC 你好 def") == "abc 你 好 def")
    #expect(CanaryNormalizer(.basic, .unspaced).spaced("ที่นี่ x") == "ที่ นี่ x")
    #expect(CanaryNormalizer(.basic, .words).spaced("One  two.") == "one two")
  }
}
