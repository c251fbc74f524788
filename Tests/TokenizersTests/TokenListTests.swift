import Files
import TestSupport
import Testing
import Tokenizers

@Suite struct TokenListTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func expect(
    _ counter: any Tokenizer, _ text: String, _ tokens: Int, repeats: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let count = counter.count(text)
    #expect(count?.tokens == tokens, sourceLocation: sourceLocation)
    #expect(count?.repeats == repeats, sourceLocation: sourceLocation)
  }

  private func pieces(_ lines: String) throws -> any Tokenizer {
    try TokenizerFile(directory.write("vocabulary", lines)).tokenizer
  }

  @Test func `characters are counted with spaces, and equal neighbours separately`() {
    expect(CharacterTokenizer(), "glass bell", 10, repeats: 2)
    expect(CharacterTokenizer(), "aaa", 3, repeats: 2)
    expect(CharacterTokenizer(), "abab", 4, repeats: 0)
    expect(CharacterTokenizer(), "", 0, repeats: 0)
  }

  @Test func `a character is a Unicode scalar, as recipes count them`() {
    expect(CharacterTokenizer(), "e\u{301}", 2, repeats: 0)
  }

  @Test func `words are separated by spaces`() {
    expect(WordTokenizer(), "the the cat", 3, repeats: 1)
    expect(WordTokenizer(), "", 0, repeats: 0)
  }

  @Test func `the longest piece is used first`() throws {
    let counter = try pieces("a\nb\nc\nab\nabc\n")
    expect(counter, "abcab", 2, repeats: 0)
    expect(counter, "abab", 2, repeats: 1)
    expect(counter, "cc", 2, repeats: 1)
  }

  @Test func `words start with a marker if the vocabulary has markers`() throws {
    let counter = try pieces("▁\na\nb\n▁ab\n")
    expect(counter, "ab", 1, repeats: 0)
    expect(counter, "ab ab", 2, repeats: 1)
    expect(counter, "ba", 3, repeats: 0)
  }

  @Test func `without markers spaces are not counted`() throws {
    expect(try pieces("a\nb\n"), "ab b", 3, repeats: 1)
  }

  @Test func `the rest of a line after a piece is ignored`() throws {
    let counter = try pieces("a\t-1.5\nb 7\n\n")
    expect(counter, "ab", 2, repeats: 0)
    #expect(counter.description == "2 characters")
  }

  @Test func `a text that cannot be spelled has no count`() throws {
    #expect(try pieces("a\nb\n").count("abc") == nil)
    // The marker itself is no piece here.
    #expect(try pieces("▁a\na\nb\n").count("ba") == nil)
  }

  @Test func `a vocabulary of one piece is refused`() throws {
    let problem = #expect(throws: Problem.self) { try pieces("a\n") }
    #expect(problem?.kind == .badData)
    #expect(problem?.message.contains("one token per line") == true)
  }

  @Test func `a name that is not a known counter is a file`() throws {
    #expect(try TokenizerFile("characters").decision == "characters")
    #expect(try TokenizerFile("words").decision == "words")
    let problem = #expect(throws: Problem.self) { try TokenizerFile(directory("none")) }
    #expect(problem?.kind == .missingInput)
  }
}
