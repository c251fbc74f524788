/// The kinds of tokenizers and of their files. The file of each kind describes its grammar.
package enum TokenizerKind: String, CaseIterable, Codable, Sendable {
  case characters
  case words
  case sentencePieceModel = "sentencepiece-model"
  case sentencePieceVocabulary = "sentencepiece-vocab"
  case huggingFace = "tokenizer-json"
  case characterVocabulary = "vocab-json"
  case labelEncoder = "label-encoder"
  case tokenList = "token-list"

  package var title: String {
    switch self {
    case .characters: "characters"
    case .words: "words"
    case .sentencePieceModel: "SentencePiece .model"
    case .sentencePieceVocabulary: "SentencePiece .vocab"
    case .huggingFace: "Hugging Face tokenizer.json"
    case .characterVocabulary: "Hugging Face vocab.json"
    case .labelEncoder: "SpeechBrain label_encoder.txt"
    case .tokenList: "token list (tokens.txt, units.txt)"
    }
  }

  /// The property by which detection recognises the kind.
  package var evidence: String {
    switch self {
    case .characters: "the word characters in place of a file"
    case .words: "the word words in place of a file"
    case .sentencePieceModel: "a protocol buffer whose first field is a piece"
    case .sentencePieceVocabulary: "lines of a piece, a tab and a score of zero or less"
    case .huggingFace: "a JSON object with \"model\""
    case .characterVocabulary: "a JSON object with a number for each character"
    case .labelEncoder: "lines such as 'a' => 1"
    case .tokenList: "lines of a token, or of a token and a number"
    }
  }

  /// Whether counts are those of the toolkit, in words for a table.
  package var exactness: String {
    switch self {
    case .tokenList, .labelEncoder: "exact for characters; pieces are estimated"
    default: "exact"
    }
  }
}
