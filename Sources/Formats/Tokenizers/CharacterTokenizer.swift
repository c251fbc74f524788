/// One token for each Unicode scalar, spaces included, as recipes with character tokens count them.
package struct CharacterTokenizer: Tokenizer {
  package init() {}

  package var description: String { "characters" }

  package func tokenize(_ text: String) -> Tokenization {
    Tokenization(ids: text.unicodeScalars.map { Int($0.value) })
  }
}

extension Tokenizer where Self == CharacterTokenizer {
  package static var characters: CharacterTokenizer { CharacterTokenizer() }
}
