import Profiles
import Randomness
import Testing

/// The bounds of the number of tokens of a text.
struct TokenLengthTests {
  /// Cuts a word at random and counts the pieces and the equal neighbours, over all words.
  private func length(_ words: [String], from random: inout RandomStream) -> (Int, Int) {
    var tokens: [String] = []
    for word in words {
      var piece = ""
      for character in word {
        piece.append(character)
        if random.coin() {
          tokens.append(piece)
          piece = ""
        }
      }
      if !piece.isEmpty { tokens.append(piece) }
    }
    return (tokens.count, zip(tokens, tokens.dropFirst()).count { $0 == $1 })
  }

  @Test func `every tokenization within words lies within the bounds`() throws {
    var random = Seed(short: 3).stream("tokens")
    let words = ["aa", "anan", "bookkeeper", "a", "ooze", "mississippi"]
    for _ in 0..<2_000 {
      let chosen = (0..<(1 + random.below(5))).map { _ in words[random.below(words.count)] }
      let bounds = TokenLength(boundsOf: chosen.joined(separator: " "))
      let (tokens, repeats) = length(chosen, from: &random)
      let marked = length(chosen.map { "\u{2581}" + $0 }, from: &random)
      for (count, equal) in [(tokens, repeats), marked] {
        #expect(try #require(bounds.tokens).contains(count), "\(chosen)")
        #expect(try #require(bounds.frames).contains(count + equal), "\(chosen)")
      }
    }
  }

  @Test func `an exact count has itself as bounds, and an unspellable text none`() {
    #expect(TokenLength.exact(tokens: 4, repeats: 1).tokens == 4...4)
    #expect(TokenLength.exact(tokens: 4, repeats: 1).frames == 5...5)
    #expect(TokenLength.unspellable.tokens == nil)
  }
}
