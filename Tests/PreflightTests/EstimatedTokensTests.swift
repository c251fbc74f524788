import Injection
import Profiles
import Testing
import Tokenizers

/// Token counts of tokenizers that estimate them.
struct EstimatedTokensTests {
  private struct Stub: Tokenizer {
    let isExact: Bool
    var spells = true
    var description: String { "two tokens" }
    func tokenize(_ text: String) -> Tokenization {
      Tokenization(ids: [1, 1], unspelled: spells ? [] : ["x"])
    }
  }

  @Test func `estimates count as unknown, between a token per word and one per character`() {
    #expect(TokenLength("one two", Stub(isExact: true)) == .exact(tokens: 2, repeats: 1))
    #expect(TokenLength("one two", Stub(isExact: false)) == TokenLength(boundsOf: "one two"))
    for isExact in [true, false] {
      #expect(TokenLength("one two", Stub(isExact: isExact, spells: false)) == .unspellable)
    }
  }
}
