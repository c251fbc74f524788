import Randomness
import Scoring
import Testing

@Suite struct NormalizerTests {
  /// Texts are compared by scalars, because Swift's strings are equal if their normal forms are.
  func basic(_ text: String) -> [Unicode.Scalar] { Array(Normalizer.basic(text).unicodeScalars) }
  func scalars(_ text: String) -> [Unicode.Scalar] { Array(text.unicodeScalars) }

  @Test(arguments: [
    ("don't", "dont"),
    ("don’t", "dont"),
    ("donʼt don＇t", "dont dont"),
    ("Well-known…", "well known"),
    ("  ", ""),
    ("", ""),
    ("-- !?", ""),
    ("\tone \r\n two\u{A0}\u{3000}three\u{85}", "one two three"),
    ("Ｈｅｌｌｏ，　ｗｏｒｌｄ！", "ｈｅｌｌｏ ｗｏｒｌｄ"),
    ("it costs $3.50 + 20%", "it costs 3 50 20"),
    ("<unk> a⁇b", "unk a b"),
    ("STRASSE straße ẞ", "strasse strasse ss"),
    ("ὈΔΥΣΣΕΎΣ ὀδυσσεύς", "ὀδυσσεύσ ὀδυσσεύσ"),
    ("İstanbul ısı", "i\u{307}stanbul ısı"),
    ("ŉ ’n 'n", "n n n"),
    ("ꭰᎠ", "ᎠᎠ"),
    ("ﬁne", "fine"),
    ("مَرْحَبًا، كيف؟", "مَرْحَبًا كيف"),
    ("हिन्दी।", "हिन्दी"),
    ("你好，世界。", "你好 世界"),
    ("yes 👍🏽 🇫🇷 👩‍👧 ❤️ no", "yes no"),
    ("\u{FEFF}hel\u{AD}lo\u{200B}\u{200F}", "hello"),
  ])
  func `basic normalisation of an example`(text: String, expected: String) {
    #expect(basic(text) == scalars(expected))
  }

  @Test(arguments: [
    ("caf\u{E9}", "CAFE\u{301}"),
    ("\u{C5}", "\u{212B}"),
    ("\u{1E69}", "s\u{307}\u{323}"),
    ("\u{D55C}", "\u{1112}\u{1161}\u{11AB}"),
    ("\u{1FB3}", "\u{3B1}\u{345}"),
    ("\u{1FB7}", "\u{391}\u{342}\u{345}"),
    ("e\u{301}", "e\u{AD}\u{301}"),
    ("\u{10433}\u{301}", "\u{1040B}\u{301}"),
  ])
  func `spellings of the same text become the same scalars`(one: String, other: String) {
    #expect(basic(one) == basic(other))
  }

  /// Foundation's composition gives U+0453 here.
  @Test func `a mark after a scalar beyond 16 bits is kept`() {
    #expect(basic("\u{10433}\u{301}") == ["\u{10433}", "\u{301}"])
  }

  @Test func `marks on punctuation are removed, marks on letters are kept`() {
    #expect(basic("a =\u{338} b") == scalars("a b"))
    #expect(basic("a ☺\u{301}\u{302} b") == scalars("a b"))
    #expect(basic("e'\u{301}") == scalars("e"))
    #expect(basic("☺\u{FE0F}\u{20E3}x\u{20E3}") == scalars("x\u{20E3}"))
    #expect(basic("q\u{301}☺") == scalars("q\u{301}"))
  }

  /// One scalar beyond ASCII for each general category P and S, in the order of the standard.
  @Test(arguments: ["‿", "–", "（", "）", "«", "»", "¿", "×", "€", "´", "°"])
  func `punctuation and symbols of every category separate words`(separator: String) {
    #expect(basic("a\(separator)b") == scalars("a b"))
    #expect(basic("a\(separator)\u{903}\u{301}\u{20DD}b") == scalars("a b"))
  }

  @Test func `none leaves text unchanged`() {
    let text = " It's\tCAFE\u{301}!  \r\n"
    #expect(scalars(Normalizer.none(text)) == scalars(text))
  }

  @Test func `labels have name and version`() {
    #expect(Normalizer.allCases.map(\.label) == ["basic-1", "whisper-en-1", "none-1"])
  }

  @Test func `the fast and the general path agree on ASCII`() throws {
    var stream = Seed(short: 6).stream("ascii")
    for _ in 0..<5_000 {
      let text = String(
        String.UnicodeScalarView(
          (0..<stream.below(40)).map { _ in Unicode.Scalar(UInt8(stream.below(128))) }))
      let fast = try #require(BasicNormalization.ascii(text))
      #expect(fast == BasicNormalization.unicode(text), "\(text.debugDescription)")
    }
  }

  @Test func `the fast path declines text with a scalar beyond ASCII anywhere`() {
    #expect(BasicNormalization.ascii("é") == nil)
    #expect(BasicNormalization.ascii("plain text and then …") == nil)
    #expect(BasicNormalization.ascii("") == "")
  }

  @Test func `every ASCII character is treated by its Unicode properties`() {
    for value in UInt8(0)..<128 {
      let scalar = Unicode.Scalar(value)
      let middle: String
      switch scalar.properties.generalCategory {
      case _ where scalar == "'": middle = ""
      case _ where scalar.properties.isWhitespace: middle = " "
      case .uppercaseLetter: middle = scalar.properties.lowercaseMapping
      case .lowercaseLetter, .decimalNumber, .control: middle = String(scalar)
      default: middle = " "
      }
      #expect(Normalizer.basic("a\(scalar)b") == "a\(middle)b", "U+\(String(value, radix: 16))")
    }
  }

  @Test func `upper and lower case of every scalar have the same normal form`() {
    for value in UInt32(0)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), scalar.properties.changesWhenCaseFolded else {
        continue
      }
      let folded = basic(String(scalar))
      #expect(basic(scalar.properties.lowercaseMapping) == folded)
      #expect(basic(scalar.properties.uppercaseMapping) == folded)
      #expect(basic(scalar.properties.titlecaseMapping) == folded)
    }
  }

  @Test func `normalisation is idempotent`() {
    let marks = (0x300...0x36F).map { Unicode.Scalar($0)! }
    let awkward = scalars(
      "ßẞİıŉŐǰΐᾳᾼςϴ'’ʼ=≠<؟،مَكـ你，ｅ🇫🇷👩‍👧️\u{34F}\u{20E3}\u{F73}\u{E0041}\u{AC00}\u{11A8}")
    let plain = scalars("aB z.\t\u{A0}")
    var stream = Seed(short: 7).stream("idempotent")
    for _ in 0..<20_000 {
      let text = String(
        String.UnicodeScalarView(
          (0..<stream.below(10)).map { _ in
            switch stream.below(4) {
            case 0: stream.pick(marks)
            case 1: stream.pick(awkward)
            case 2: stream.pick(plain)
            default: Unicode.Scalar(UInt32(stream.below(0x30000))) ?? "x"
            }
          }))
      let once = Normalizer.basic(text)
      #expect(basic(once) == scalars(once), "\(text.unicodeScalars.map { $0.value })")
      #expect(!once.hasPrefix(" ") && !once.hasSuffix(" ") && !once.contains("  "))
    }
  }
}
