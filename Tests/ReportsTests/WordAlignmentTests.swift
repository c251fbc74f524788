import Reports
import Testing

@Suite struct WordAlignmentTests {
  @Test(arguments: [
    ("a b c", "a b c", "a b c"), ("a b c", "a c", "a [-b-] c"), ("a c", "a b c", "a {+b+} c"),
    ("a b c", "a x c", "a [-b-]{+x+} c"), ("a b", "", "[-a-] [-b-]"), ("", "a", "{+a+}"),
    ("", "", ""), ("one two three", "two three four", "[-one-] two three {+four+}"),
  ])
  func `errors are marked between matching words`(
    _ reference: String, _ transcript: String, _ marked: String
  ) {
    #expect(WordAlignment(reference: reference, transcript: transcript).text.words == marked)
  }

  @Test func `long transcripts are cut`() {
    let words = Array(repeating: "word", count: 10_000).joined(separator: " ")
    let alignment = WordAlignment(reference: "word", transcript: words)
    #expect(alignment.steps.count == WordAlignment.longest)
  }
}
