import AuditModel
import Files
import Injection
import Randomness
import TestSupport
import Testing

/// The texts of recombined controls.
@Suite struct RecombinationTests {
  private func drawing(
    _ count: Int, _ unit: PhraseUnit, length: Int, vocabulary: [String] = CommonWords.all,
    style: WritingStyle = WritingStyle(), recombined: Bool = true
  ) throws -> PhraseDrawing {
    let source = try PhraseSource(
      unit: unit, length: length, style: style, vocabulary: vocabulary)
    return PhraseDrawing(
      recombined: Array(repeating: recombined, count: count), source: source,
      seed: Seed(short: 1))
  }

  private func pairs(_ words: [String]) -> [[String]] {
    zip(words, words.dropFirst()).map { [$0, $1] }
  }

  @Test(arguments: [
    (PhraseUnit.words, 7, 300), (.words, 3, 300), (.words, 2, 300), (.letters, 7, 200),
    (.digits, 8, 200), (.digits, 2, 20),
  ])
  func `both texts have the same units in different orders`(
    unit: PhraseUnit, length: Int, count: Int
  ) throws {
    var drawing = try drawing(count, unit, length: length)
    try drawing.fill { _ in true }
    for (phrase, other) in zip(drawing.phrases, drawing.recombinations) {
      let (a, b) = (phrase!.spoken, other!.spoken)
      #expect(a != b && a.sorted() == b.sorted() && phrase!.text != other!.text)
    }
    let texts = (0..<count).flatMap { drawing.texts($0).map(\.text) }
    #expect(Set(texts).count == 2 * count)
  }

  @Test(arguments: [3, 4, 7, 12])
  func `texts of different words share no pair of adjacent words`(length: Int) throws {
    var drawing = try drawing(200, .words, length: length)
    try drawing.fill { _ in true }
    var checked = 0
    for (phrase, other) in zip(drawing.phrases, drawing.recombinations)
    where Set(phrase!.spoken).count == length {
      checked += 1
      #expect(Set(pairs(phrase!.spoken)).isDisjoint(with: pairs(other!.spoken)))
    }
    #expect(checked > 150)
  }

  /// For three different units exactly the orders 132, 213 and 321 share no adjacent pair with 123.
  @Test func `every order without a shared pair is equally likely`() throws {
    let source = try PhraseSource(
      unit: .words, length: 3, style: WritingStyle(), vocabulary: ["a", "b", "c"])
    var random = Seed(short: 4).stream("orders")
    var counts: [[String]: Int] = [:]
    for _ in 0..<3_000 {
      let other = source.recombination(of: source.phrase(["a", "b", "c"]), from: &random)
      counts[other!.spoken, default: 0] += 1
    }
    #expect(Set(counts.keys) == [["a", "c", "b"], ["b", "a", "c"], ["c", "b", "a"]])
    #expect(isUniform(Array(counts.values)))
  }

  @Test func `equal units have no other order, so such a text is drawn again`() throws {
    let source = try PhraseSource(
      unit: .digits, length: 3, style: WritingStyle(), vocabulary: [])
    var random = Seed(short: 4).stream("orders")
    #expect(source.recombination(of: source.phrase(["one", "one", "one"]), from: &random) == nil)
    var drawing = try drawing(45, .digits, length: 2)
    try drawing.fill { _ in true }
    for phrase in drawing.phrases { #expect(Set(phrase!.spoken).count == 2) }
  }

  @Test func `the rules hold for both texts together`() throws {
    let few = (0..<12).map { "word\("abcdefghijkl".map(String.init)[$0])" }
    var drawing = try drawing(200, .words, length: 7, vocabulary: few)
    try drawing.fill { _ in true }
    let runs = (0..<200).flatMap { drawing.texts($0) }.flatMap { phrase in
      (0...3).map { Array(phrase.spoken[$0..<($0 + 4)]) }
    }
    #expect(drawing.redraws > 0)
    #expect(Set(runs).count == runs.count)
  }

  @Test func `a text is drawn again if its recombination breaks a rule`() throws {
    var drawing = try drawing(60, .letters, length: 5)
    try drawing.fill { $0.spoken[0] != "e" }
    #expect((0..<60).flatMap { drawing.texts($0) }.allSatisfy { $0.spoken[0] != "e" })
    #expect(drawing.redraws > 0)

    // The corpus has the recombination of the first candidate, but not its phrase.
    var first = try self.drawing(1, .words, length: 5)
    try first.fill { _ in true }
    let (phrase, other) = (first.phrases[0]!, first.recombinations[0]!)
    var corpus = CorpusText(unit: .words, length: 5, words: CommonWords.all)
    corpus.add(Array("so \(other.text) again".utf8)[...])
    #expect(!corpus.contains(phrase))
    var second = try self.drawing(1, .words, length: 5)
    try second.fill(avoiding: corpus) { _ in true }
    #expect(second.phrases[0] != phrase && second.redraws == 1)
    #expect(!second.texts(0).contains { corpus.contains($0) })
  }

  @Test func `discarding a candidate frees both texts and changes no other`() throws {
    var drawing = try drawing(30, .digits, length: 2)
    try drawing.fill { _ in true }
    let before = (0..<30).map { drawing.texts($0).map(\.text) }
    for _ in 0..<10 {
      drawing.discard(7)
      #expect(drawing.texts(7).isEmpty)
      try drawing.fill { _ in true }
    }
    for index in 0..<30 where index != 7 {
      #expect(drawing.texts(index).map(\.text) == before[index])
    }
    #expect(Set((0..<30).flatMap { drawing.texts($0).map(\.text) }).count == 60)
  }

  @Test func `the first texts are those of a drawing without recombinations`() throws {
    var with = try drawing(40, .words, length: 7)
    var without = try drawing(40, .words, length: 7, recombined: false)
    try with.fill { _ in true }
    try without.fill { _ in true }
    #expect(with.phrases == without.phrases)
    #expect(without.recombinations.allSatisfy { $0 == nil })
  }
}
