import Randomness
import Scoring
import Testing

/// Fast paths beside the general ones.
@Suite struct FastPathTests {
  /// Letters, digits, punctuation, control characters and letters beyond ASCII.
  private static let alphabet = Array("abcXYZ 019 .,'-\t\u{1}\u{7F}éß字")

  private static func text(_ most: Int, from random: inout RandomStream) -> String {
    // Every other text is ASCII without digits, which the fast path takes.
    let letters = random.coin() ? alphabet : Array("abcXYZ  .,'-\t\u{1}\u{7F}")
    return String((0..<random.below(most)).map { _ in random.pick(letters) })
  }

  @Test func `letters and words of a text are those of the general path`() {
    var random = Seed(short: 4).stream("letters")
    for _ in 0..<5_000 {
      let text = Self.text(20, from: &random)
      #expect(LetterRun(text) == LetterRun(slowly: text), "\(text.debugDescription)")
    }
  }

  /// The counts of n-grams by dictionaries.
  private static func slowMatches(_ a: [Int], _ b: [Int], _ order: Int) -> Int {
    func counts(_ tokens: [Int]) -> [[Int]: Int] {
      guard tokens.count >= order else { return [:] }
      return Dictionary(
        grouping: (0...(tokens.count - order)).map { Array(tokens[$0..<($0 + order)]) }, by: \.self
      ).mapValues(\.count)
    }
    let other = counts(b)
    return counts(a).reduce(0) { $0 + min($1.value, other[$1.key] ?? 0) }
  }

  @Test(arguments: [2, 5, 40])
  func `matching n-grams are counted as by dictionaries`(kinds: Int) {
    var random = Seed(short: 5).stream("n-grams \(kinds)")
    for _ in 0..<500 {
      // Above and below the size from which dictionaries are used.
      let a = (0..<random.below(60)).map { _ in random.below(kinds) }
      let b = (0..<random.below(60)).map { _ in random.below(kinds) }
      for order in 1...4 where a.count >= order {
        #expect(BLEU.matches(a, b, order) == Self.slowMatches(a, b, order))
      }
    }
  }

  @Test func `errors with BLEU are those of both functions`() {
    var random = Seed(short: 6).stream("errors")
    var counter = ErrorCounter()
    for _ in 0..<500 {
      let (a, b) = (Self.text(30, from: &random), Self.text(30, from: &random))
      for inCharacters in [false, true] {
        let found = counter.errors(a, b, inCharacters: inCharacters)
        let plain = counter.errors(a, b)
        #expect(found.characters == plain.characters)
        #expect(found.words == (inCharacters ? plain.characters : plain.words))
        #expect(found.bleu == ErrorCounter.bleu(a, b, inCharacters: inCharacters))
      }
    }
  }
}
