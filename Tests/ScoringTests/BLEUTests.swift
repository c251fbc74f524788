import Foundation
import Scoring
import TestSupport
import Testing

@Suite struct BLEUTests {
  private struct Case: Decodable {
    let hypothesis: String
    let reference: String
    let bleu: Double
  }

  @Test func `1,000 scores agree with sacrebleu`() throws {
    let url = URL(filePath: "\(packageRoot)/Fixtures/statistics/bleu.json")
    let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
    #expect(cases.count == 1_000)
    for reference in cases {
      let score = BLEU.score(Array(reference.hypothesis), reference: Array(reference.reference))
      #expect(abs(score - reference.bleu) <= 1e-9, "\(reference): \(score)")
      #expect((0...1).contains(score))
    }
  }

  @Test func `words are compared, or characters where they count as words`() {
    #expect(ErrorCounter.bleu("a b c d e", "a b c d e", inCharacters: false) == 1)
    #expect(ErrorCounter.bleu("ab cd", "dc ba", inCharacters: false) == 0)
    #expect(ErrorCounter.bleu("ab cd", "dc ba", inCharacters: true) > 0)
    #expect(ErrorCounter.bleu("a b", "", inCharacters: false) == 0)
  }

  /// The README of the module says so.
  @Test(arguments: 1...7)
  func `one wrong word of fewer than five is too much for 0_75`(_ count: Int) {
    let reference = Array(0..<count)
    var edited: [[Int]] = []
    for place in 0...count {
      edited.append(Array(reference[..<place]) + [-1] + reference[place...])
      guard place < count else { continue }
      edited.append(Array(reference[..<place]) + reference[(place + 1)...])
      edited.append(Array(reference[..<place]) + [-1] + reference[(place + 1)...])
    }
    let best = edited.map { BLEU.score($0, reference: reference) }.max()!
    #expect((best > BLEU.approximate) == (count >= 5), "\(best)")
  }
}
