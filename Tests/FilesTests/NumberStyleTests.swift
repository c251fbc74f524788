import Files
import Testing

@Suite struct NumberStyleTests {
  @Test(arguments: [(2, "2"), (1.5, "1.5"), (-3, "-3"), (0.1, "0.1")] as [(Double, String)])
  func `whole numbers have no decimal point`(number: Double, text: String) {
    #expect(trimmed(number) == text)
  }

  @Test(
    arguments: [(0.1239, 3, "0.124"), (2.5, 0, "3"), (1e-9, 4, "0"), (12.3456, 2, "12.35")]
      as [(Double, Int, String)])
  func `rounded keeps at most so many decimals`(number: Double, places: Int, text: String) {
    #expect(rounded(number, places: places) == text)
  }

  @Test(arguments: [(0.0876, "8.8%"), (1, "100%"), (nil, "–")] as [(Double?, String)])
  func `a share is a percentage with one decimal`(share: Double?, text: String) {
    #expect(percent(share) == text)
  }

  @Test(arguments: [(84, "1.4 min"), (7_200, "2 h"), (7_199, "120 min")] as [(Double, String)])
  func `durations are in minutes and from two hours on in hours`(seconds: Double, text: String) {
    #expect(duration(seconds) == text)
  }

  @Test func `long lists are shortened and say how many names follow`() {
    let names = (1...12).map { "n\($0)" }
    #expect(abbreviatedList(["a", "b"]) == "a, b")
    #expect(abbreviatedList([]) == "")
    #expect(abbreviatedList(names).hasSuffix("n9, n10 and 2 more"))
    #expect(abbreviatedList(names, limit: 2) == "n1, n2 and 10 more")
    #expect(abbreviatedList(["a"], count: 5) == "a and 4 more")
  }
}
