import AuditModel
import Files
import Injection
import Randomness
import TestSupport
import Testing

@Suite struct PhraseSourceTests {
  private func source(
    _ unit: PhraseUnit, _ length: Int, _ style: WritingStyle = WritingStyle(),
    _ vocabulary: [String] = CommonWords.all
  ) throws -> PhraseSource {
    try PhraseSource(unit: unit, length: length, style: style, vocabulary: vocabulary)
  }

  @Test func `every word of the whole list is equally likely`() throws {
    let source = try source(.words, 7)
    var random = Seed(short: 1).stream("words")
    var counts: [String: Int] = [:]
    for _ in 0..<20_000 {
      for word in source.draw(from: &random).spoken { counts[word, default: 0] += 1 }
    }
    #expect(Set(counts.keys) == Set(CommonWords.all))
    #expect(isUniform(CommonWords.all.map { counts[$0] ?? 0 }))
  }

  @Test(arguments: [PhraseUnit.letters, .digits])
  func `every unit is equally likely at every place`(unit: PhraseUnit) throws {
    let source = try source(unit, 5)
    var random = Seed(short: 2).stream("units")
    var counts = Array(repeating: [String: Int](), count: 5)
    for _ in 0..<20_000 {
      for (place, word) in source.draw(from: &random).spoken.enumerated() {
        counts[place][word, default: 0] += 1
      }
    }
    for place in counts {
      #expect(isUniform(source.inventory.map { place[$0] ?? 0 }))
    }
  }

  @Test func `a unit is independent of the next one`() throws {
    let source = try source(.digits, 2)
    var random = Seed(short: 3).stream("pairs")
    var counts: [String: Int] = [:]
    for _ in 0..<50_000 { counts[source.draw(from: &random).text, default: 0] += 1 }
    #expect(counts.count == 100)
    #expect(isUniform(Array(counts.values)))
  }

  @Test func `the text follows the corpus, the spoken form is words`() throws {
    var styles: [String] = []
    for digits in [WritingStyle.Digits.words, .spacedFigures, .joinedFigures] {
      var random = Seed(short: 4).stream("style")
      let source = try source(.digits, 3, WritingStyle(digits: digits))
      let phrase = source.draw(from: &random)
      #expect(phrase.spoken.allSatisfy(PhraseSource.digits.contains))
      let figures = phrase.spoken.map { String(PhraseSource.digits.firstIndex(of: $0)!) }
      switch digits {
      case .words: #expect(phrase.text == phrase.spoken.joined(separator: " "))
      case .spacedFigures: #expect(phrase.text == figures.joined(separator: " "))
      case .joinedFigures: #expect(phrase.text == figures.joined())
      }
      styles.append(phrase.text)
    }
    #expect(Set(styles).count == 3)
  }

  @Test(arguments: [PhraseUnit.words, .letters, .digits])
  func `upper case applies to the text only`(unit: PhraseUnit) throws {
    var random = Seed(short: 5).stream("case")
    let phrase = try source(unit, 4, WritingStyle(letterCase: .upper)).draw(from: &random)
    #expect(phrase.text == phrase.spoken.joined(separator: " ").uppercased())
    #expect(phrase.spoken.allSatisfy { $0 == $0.lowercased() })
  }

  @Test func `figures are used for digits, not for words`() throws {
    var random = Seed(short: 6).stream("words")
    let phrase = try source(.words, 4, WritingStyle(digits: .joinedFigures)).draw(from: &random)
    #expect(phrase.text == phrase.spoken.joined(separator: " "))
  }

  @Test func `a vocabulary of one word is refused`() {
    let problem = #expect(throws: Problem.self) {
      try source(.words, 4, WritingStyle(), ["only"])
    }
    #expect(problem?.kind == .badData)
    #expect(problem?.message.contains("only 1 words") == true)
  }
}
