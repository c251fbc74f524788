import AuditModel
import Files
import Injection
import Randomness
import TestSupport
import Testing

@Suite struct PhraseDrawingTests {
  private func drawing(
    _ count: Int, _ unit: PhraseUnit, length: Int, vocabulary: [String] = CommonWords.all,
    seed: UInt64 = 1, recombined: Bool = false
  ) throws -> PhraseDrawing {
    let source = try PhraseSource(
      unit: unit, length: length, style: WritingStyle(), vocabulary: vocabulary)
    return PhraseDrawing(
      recombined: Array(repeating: recombined, count: count), source: source,
      seed: Seed(short: seed))
  }

  /// Few words, so that many draws break a rule.
  private static let fewWords = (0..<12).map { "word\("abcdefghijkl".map(String.init)[$0])" }

  private func runs(_ phrase: Phrase) -> [[String]] {
    (0...(phrase.spoken.count - 4)).map { Array(phrase.spoken[$0..<($0 + 4)]) }
  }

  @Test func `no two candidates share a run of four words, and none repeats one`() throws {
    var drawing = try drawing(400, .words, length: 7, vocabulary: Self.fewWords)
    try drawing.fill { _ in true }
    let all = drawing.phrases.flatMap { runs($0!) }
    #expect(drawing.redraws > 50)
    #expect(Set(all).count == all.count)
  }

  @Test(arguments: 1...40)
  func `a text does not repeat a run of its own`(seed: UInt64) throws {
    var drawing = try drawing(
      1, .words, length: 7, vocabulary: ["left", "right"], seed: seed)
    try drawing.fill { _ in true }
    let runs = runs(drawing.phrases[0]!)
    #expect(Set(runs).count == runs.count)
  }

  @Test func `a text of three words is one run`() throws {
    var drawing = try drawing(800, .words, length: 3, vocabulary: Self.fewWords)
    try drawing.fill { _ in true }
    #expect(drawing.redraws > 0)
    #expect(Set(drawing.phrases.map { $0!.text }).count == 800)
  }

  @Test(arguments: [(PhraseUnit.letters, 2, 420), (.digits, 3, 700)])
  func `letters and digits are all different`(unit: PhraseUnit, length: Int, count: Int) throws {
    var drawing = try drawing(count, unit, length: length)
    try drawing.fill { _ in true }
    #expect(drawing.redraws > 0)
    #expect(Set(drawing.phrases.map { $0!.text }).count == count)
  }

  @Test func `first draws are uniform over the whole list`() throws {
    var drawing = try drawing(4_000, .words, length: 7)
    try drawing.fill { _ in true }
    #expect(drawing.redraws == 0)
    var counts: [String: Int] = [:]
    for phrase in drawing.phrases {
      for word in phrase!.spoken { counts[word, default: 0] += 1 }
    }
    #expect(isUniform(CommonWords.all.map { counts[$0] ?? 0 }))
  }

  @Test func `drawing one text again does not change the others`() throws {
    var drawing = try drawing(100, .words, length: 7)
    try drawing.fill { _ in true }
    let before = drawing.phrases
    drawing.discard(41)
    #expect(drawing.phrases[41] == nil)
    try drawing.fill { _ in true }
    #expect(drawing.redraws == 1)
    #expect(drawing.phrases[41] != before[41])
    for index in 0..<100 where index != 41 { #expect(drawing.phrases[index] == before[index]) }
  }

  @Test func `a discarded text can be drawn again`() throws {
    var drawing = try drawing(10, .digits, length: 1)
    try drawing.fill { _ in true }
    for _ in 0..<20 {
      drawing.discard(3)
      try drawing.fill { _ in true }
    }
    #expect(Set(drawing.phrases.map { $0!.text }).count == 10)
  }

  @Test func `the same seed draws the same texts, another one others`() throws {
    let texts = try [1, 1, 2].map { (seed: UInt64) in
      var drawing = try drawing(20, .words, length: 7, seed: seed)
      try drawing.fill { _ in true }
      return drawing.phrases.map { $0!.text }
    }
    #expect(texts[0] == texts[1])
    #expect(Set(texts[0]).isDisjoint(with: texts[2]))
  }

  @Test func `a design of more candidates keeps the texts of the first`() throws {
    var few = try drawing(5, .words, length: 7)
    var many = try drawing(50, .words, length: 7)
    try few.fill { _ in true }
    try many.fill { _ in true }
    #expect(few.phrases == Array(many.phrases.prefix(5)))
  }

  @Test func `a vocabulary that is too small is an error`() throws {
    var drawing = try drawing(100, .words, length: 7, vocabulary: ["left", "right"])
    let problem = #expect(throws: Problem.self) { try drawing.fill { _ in true } }
    #expect(problem?.kind == .preflight)
    #expect(problem?.message.contains("not enough different texts") == true)
  }

  @Test func `unusable texts are an error`() throws {
    var drawing = try drawing(3, .letters, length: 5)
    let problem = #expect(throws: Problem.self) { try drawing.fill { _ in false } }
    #expect(problem?.kind == .preflight)
    #expect(problem?.message.contains("tokens cannot spell it") == true)
  }

  @Test func `only usable texts are drawn`() throws {
    var drawing = try drawing(50, .letters, length: 5)
    try drawing.fill { !$0.text.contains("e") }
    #expect(drawing.phrases.allSatisfy { !$0!.text.contains("e") })
    #expect(drawing.redraws > 0)
  }
}
