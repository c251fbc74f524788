import Files
import Injection
import TestSupport
import Testing

@Suite struct TokenCounterTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func expect(
    _ counter: TokenCounter, _ text: String, _ tokens: Int, repeats: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let count = counter.count(text)
    #expect(count?.tokens == tokens, sourceLocation: sourceLocation)
    #expect(count?.repeats == repeats, sourceLocation: sourceLocation)
  }

  private func pieces(_ lines: String) throws -> TokenCounter {
    try TokenCounter(directory.write("vocabulary", lines))
  }

  @Test func `characters count with spaces, equal neighbours apart`() {
    expect(.characters, "glass bell", 10, repeats: 2)
    expect(.characters, "aaa", 3, repeats: 2)
    expect(.characters, "abab", 4, repeats: 0)
    expect(.characters, "", 0, repeats: 0)
  }

  @Test func `a character is a Unicode scalar, as recipes count them`() {
    expect(.characters, "e\u{301}", 2, repeats: 0)
  }

  @Test func `words count between spaces`() {
    expect(.words, "the the cat", 3, repeats: 1)
    expect(.words, "", 0, repeats: 0)
  }

  @Test func `the longest piece is taken first`() throws {
    let counter = try pieces("a\nb\nc\nab\nabc\n")
    expect(counter, "abcab", 2, repeats: 0)
    expect(counter, "abab", 2, repeats: 1)
    expect(counter, "cc", 2, repeats: 1)
  }

  @Test func `with word-start markers a word begins with one`() throws {
    let counter = try pieces("▁\na\nb\n▁ab\n")
    expect(counter, "ab", 1, repeats: 0)
    expect(counter, "ab ab", 2, repeats: 1)
    expect(counter, "ba", 3, repeats: 0)
  }

  @Test func `without markers spaces are no tokens`() throws {
    expect(try pieces("a\nb\n"), "ab b", 3, repeats: 1)
  }

  @Test func `what follows a piece on its line is passed over`() throws {
    let counter = try pieces("a\t-1.5\nb 7\n\n")
    expect(counter, "ab", 2, repeats: 0)
    #expect(counter.description == "2 pieces")
  }

  @Test func `what cannot be spelled has no count`() throws {
    #expect(try pieces("a\nb\n").count("abc") == nil)
    // The marker itself is no piece here.
    #expect(try pieces("▁a\na\nb\n").count("ba") == nil)
  }

  @Test func `one piece is no vocabulary`() throws {
    let problem = #expect(throws: Problem.self) { try pieces("a\n") }
    #expect(problem?.kind == .badData)
    #expect(problem?.hint?.contains("characters, words") == true)
  }

  @Test func `names stand for themselves, anything else is a file`() throws {
    #expect(try TokenCounter("characters").description == "characters")
    #expect(try TokenCounter("words").description == "words")
    let problem = #expect(throws: Problem.self) { try TokenCounter(directory("none")) }
    #expect(problem?.kind == .missingInput)
  }
}
