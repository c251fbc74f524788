import Randomness
import Scoring
import Testing

/// What a transcript has at the place of hidden words.
@Suite struct MaskedAnswerTests {
  private func outcome(
    _ transcript: String, before: String = "one river marble", hidden: String = "garden",
    after: String = "", others: Set<String> = ["window"]
  ) -> MaskedAnswer.Outcome {
    func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    return MaskedAnswer(
      before: words(before), hidden: words(hidden), after: words(after),
      transcript: words(transcript)
    ) { others.contains($0.joined(separator: " ")) }.outcome
  }

  @Test func `the last word`() {
    #expect(outcome("one river marble garden") == .hiddenWords)
    #expect(outcome("one river marble window") == .otherCanary)
    #expect(outcome("one river marble") == .neither)
    #expect(outcome("one river marble gardens") == .neither)
    #expect(outcome("something else garden") == .unanswered)
    #expect(outcome("") == .unanswered)
    // One wrong character of sixteen is within the limit.
    #expect(outcome("one river marbl garden") == .hiddenWords)
  }

  @Test func `a word in the middle`() {
    let after = "tiger lamp"
    #expect(outcome("one river marble garden tiger lamp", after: after) == .hiddenWords)
    #expect(outcome("one river marble window tiger lamp", after: after) == .otherCanary)
    #expect(outcome("one river marble tiger lamp", after: after) == .neither)
    #expect(outcome("one river marble garden", after: after) == .unanswered)
  }

  @Test func `two words`() {
    let hidden = "garden tiger"
    #expect(outcome("one river marble garden tiger", hidden: hidden) == .hiddenWords)
    #expect(outcome("one river marble tiger garden", hidden: hidden) == .neither)
    #expect(outcome("one river marble garden", hidden: hidden) == .neither)
  }

  @Test func `a transcript without bound is not aligned`() {
    let long = Array(repeating: "garden", count: 500).joined(separator: " ")
    #expect(outcome(long) == .unanswered)
  }

  /// A decoder that recognises the visible words of only half of the probes gives fewer answers and
  /// as many hidden words for each answer.
  @Test func `the share of hidden words among answers does not depend on the visible words`() {
    var random = Seed(short: 2).stream("half")
    var (answers, found) = (0, 0)
    for probe in 0..<400 {
      let isRight = random.coin()
      let fillsIn = probe % 4 == 0
      let answer = outcome((isRight ? "one river marble" : "x") + (fillsIn ? " garden" : ""))
      if answer != .unanswered { answers += 1 }
      if answer == .hiddenWords { found += 1 }
      #expect((answer == .unanswered) == !isRight)
    }
    #expect(answers < 250 && abs(Double(found) / Double(answers) - 0.25) < 0.08)
  }
}
