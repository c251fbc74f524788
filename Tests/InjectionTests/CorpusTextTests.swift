import AuditModel
import Files
import Injection
import Randomness
import Testing

@Suite struct CorpusTextTests {
  private func collected(
    _ lines: [String], unit: PhraseUnit = .words, length: Int = 7, words: [String]? = []
  ) -> CorpusText {
    var text = CorpusText(unit: unit, length: length, words: words)
    for line in lines { text.add(Array(line.utf8)[...]) }
    return text
  }

  private func style(_ lines: [String]) -> WritingStyle { collected(lines).style }

  @Test(arguments: [
    ("hello world", WritingStyle.Case.lower), ("HELLO WORLD", .upper), ("Hello World", .lower),
    ("", .lower), ("HELLO WORLD a", .upper), ("HELLO ab", .lower), ("42", .lower),
    ("ABCDEFGHI a", .lower), ("ABCDEFGHIJ a", .upper),
  ])
  func `the style is upper case if nine of ten letters are`(
    line: String, expected: WritingStyle.Case
  ) {
    #expect(style([line]).letterCase == expected)
  }

  @Test(arguments: [
    ("no figures", WritingStyle.Digits.words), ("call 4 2", .spacedFigures),
    ("call 42", .joinedFigures),
    ("42 7", .spacedFigures), ("42 17 7", .joinedFigures), ("a1b2", .spacedFigures),
    ("", .words), ("x99", .joinedFigures),
  ])
  func `figures and digit words are distinguished`(line: String, expected: WritingStyle.Digits) {
    #expect(style([line]).digits == expected)
  }

  @Test func `figures of two lines are not joined`() {
    #expect(style(["room 4", "2 left"]).digits == .spacedFigures)
  }

  @Test func `the first twenty thousand utterances determine the style`() {
    let lines = Array(repeating: "a", count: 20_000) + [String(repeating: "B", count: 900_000)]
    #expect(style(lines).letterCase == .lower)
    #expect(style(Array(lines.dropFirst())).letterCase == .upper)
  }

  @Test func `the vocabulary is collected only if canaries are drawn from it`() {
    let lines = ["the cat  and the hat"]
    #expect(collected(lines, words: nil).words == ["the", "cat", "and", "hat"])
    #expect(collected(lines, words: ["cat"]).words == [])
    #expect(collected(lines, unit: .letters, words: nil).words == [])
  }

  // MARK: - Occurrence

  private func phrases(
    _ count: Int, _ unit: PhraseUnit, length: Int, _ style: WritingStyle = WritingStyle(),
    _ vocabulary: [String] = CommonWords.all, seed: UInt64 = 1
  ) throws -> [Phrase] {
    let source = try PhraseSource(
      unit: unit, length: length, style: style, vocabulary: vocabulary)
    var drawing = PhraseDrawing(
      recombined: Array(repeating: false, count: count), source: source, seed: Seed(short: seed))
    try drawing.fill { _ in true }
    return drawing.phrases.map { $0! }
  }

  /// The indices of the phrases that occur in the lines. The words of the phrases can be drawn.
  private func occurring(
    _ phrases: [Phrase], in lines: [String], _ unit: PhraseUnit = .words
  ) -> Set<Int> {
    let text = collected(
      lines, unit: unit, length: unit == .words ? phrases[0].spoken.count : 6,
      words: phrases.flatMap(\.spoken))
    return Set(phrases.indices.filter { text.contains(phrases[$0]) })
  }

  @Test func `a text is found alone and inside longer utterances`() throws {
    let phrases = try phrases(4, .words, length: 7)
    let lines = [
      phrases[0].text, "before \(phrases[1].text)", "\(phrases[2].text) after", "nothing",
    ]
    #expect(occurring(phrases, in: lines) == [0, 1, 2])
  }

  @Test func `letter case and spacing do not matter`() throws {
    let phrases = try phrases(3, .words, length: 5, WritingStyle(letterCase: .upper))
    let lines = [
      phrases[0].text.lowercased(),
      phrases[1].spoken.joined(separator: " \t "), "  \(phrases[2].text.capitalized)\r",
    ]
    #expect(occurring(phrases, in: lines) == [0, 1, 2])
  }

  @Test func `a text that is only similar is not found`() throws {
    let phrase = try phrases(1, .words, length: 5)[0]
    let words = phrase.spoken
    let lines = [
      words.dropLast().joined(separator: " "), words.dropFirst().joined(separator: " "),
      words.reversed().joined(separator: " "), words.joined(),
      (words.dropLast() + [words[4] + "s"]).joined(separator: " "),
      (words.prefix(2) + ["extra"] + words.dropFirst(2)).joined(separator: " "),
    ]
    #expect(occurring([phrase], in: lines) == [])
  }

  @Test func `a text that spans two utterances is not found`() throws {
    let phrase = try phrases(1, .words, length: 6)[0]
    let halves = [phrase.spoken.prefix(3), phrase.spoken.suffix(3)]
    #expect(occurring([phrase], in: halves.map { $0.joined(separator: " ") }) == [])
  }

  @Test func `number words are found as figures`() throws {
    let phrase = try phrases(1, .digits, length: 6)[0]
    let figures = phrase.spoken.map { String(PhraseSource.digits.firstIndex(of: $0)!) }
    #expect(occurring([phrase], in: ["call \(figures.joined()) now"], .digits) == [0])
    #expect(occurring([phrase], in: [figures.dropLast().joined()], .digits) == [])
  }

  @Test func `figures are found with any spacing`() throws {
    for digits in [WritingStyle.Digits.spacedFigures, .joinedFigures] {
      let phrase = try phrases(1, .digits, length: 6, WritingStyle(digits: digits))[0]
      let figures = phrase.text.filter { $0 != " " }
      for line in [figures, figures.map(String.init).joined(separator: " "), "9\(figures)9"] {
        #expect(occurring([phrase], in: [line], .digits) == [0], "\(line)")
      }
      #expect(occurring([phrase], in: [String(figures.dropLast())], .digits) == [])
      let words = phrase.spoken.joined(separator: " ")
      #expect(occurring([phrase], in: ["call \(words.uppercased()) now"], .digits) == [0])
    }
  }

  @Test func `texts of words from the corpus are found too`() throws {
    let line = "maple gravel cobalt fern willow harbor candle meadow"
    let words = line.split(separator: " ").map(String.init)
    let text = collected([line.uppercased(), "other words"], length: 5, words: nil)
    let source = try PhraseSource(
      unit: .words, length: 5, style: WritingStyle(letterCase: .upper), vocabulary: words)
    #expect(text.contains(source.phrase(Array(words[1..<6]))))
    #expect(!text.contains(source.phrase(Array(words[1..<5]) + ["meadow"])))
  }

  @Test func `the index has only sequences of words that can be drawn`() {
    let ordinary = Array(
      repeating: "he said that the maple gravel was on the way to the cobalt fern", count: 1_000)
    let text = collected(ordinary, length: 2, words: ["maple", "gravel", "cobalt", "fern"])
    #expect(text.indexedSequences == 2)
  }

  @Test func `the index finds the same texts as a slow search`() throws {
    let words = ["ba", "bab", "b"]
    var found = 0
    for seed in 0..<200 {
      var random = Seed(short: UInt64(seed)).stream("corpus")
      let phrases = try phrases(
        6, .words, length: 1 + seed % 4, WritingStyle(), seed % 4 == 0 ? words + letters : words,
        seed: UInt64(seed))
      let lines = (0..<6).map { _ in
        (0..<random.below(9)).map { _ in random.pick(words) }
      }
      let expected = phrases.indices.filter { index in
        lines.contains { contains($0, phrases[index].spoken) }
      }
      let actual = occurring(phrases, in: lines.map { $0.joined(separator: " ") })
      #expect(actual == Set(expected), "seed \(seed)")
      found += actual.count
    }
    #expect(found > 200)
  }

  private var letters: [String] { ["x", "y", "z"] }

  private func contains(_ line: [String], _ phrase: [String]) -> Bool {
    guard line.count >= phrase.count else { return false }
    return (0...(line.count - phrase.count)).contains {
      Array(line[$0..<($0 + phrase.count)]) == phrase
    }
  }
}
