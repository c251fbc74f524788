import Scoring
import Testing

@Suite struct RepetitionPatternTests {
  @Test(arguments: [
    ("five one five", "fünf eins fünf", true),
    ("five one five", "fünf eins eins", false),
    ("five one five", "Fünf eins  fünf", true),
    ("five one five", "xyx", true),
    ("five one five", "x y x", true),
    ("five one five", "x y", false),
    ("five one five", "xy x x", false),
    ("five one five", "", false),
    ("a b a", "alpha bravo alpha", true),
    ("a b a", "alpha bravo charlie", false),
  ])
  func `a transcript has the pattern of its reference`(
    _ reference: String, _ transcript: String, _ expected: Bool
  ) throws {
    let pattern = try #require(RepetitionPattern(reference: reference))
    #expect(pattern.holds(in: transcript) == expected)
  }

  @Test(arguments: ["", "a", "a b c", "quiet saddle sister student"])
  func `a reference that repeats nothing has no pattern`(_ reference: String) {
    #expect(RepetitionPattern(reference: reference) == nil)
  }

  /// A slow twin: the symbols of every two places are equal in one text exactly if they are in the
  /// other.
  @Test func `patterns are equal if all pairs of places agree`() {
    let texts = (0..<243).map { number in
      (0..<5).map { place in
        String("abc".dropFirst(number / [1, 3, 9, 27, 81][place] % 3).first!)
      }
    }
    for first in texts {
      for second in texts {
        let expected = first.indices.allSatisfy { a in
          first.indices.allSatisfy { b in
            (first[a] == first[b]) == (second[a] == second[b])
          }
        }
        let pattern = RepetitionPattern(reference: first.joined(separator: " "))
        #expect((pattern == nil) == (Set(first).count == first.count))
        if let pattern {
          let holds = pattern.holds(in: second.joined(separator: " "))
          #expect(holds == expected, "\(first) \(second)")
        }
      }
    }
  }
}
