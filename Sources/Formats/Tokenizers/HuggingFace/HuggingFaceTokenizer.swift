import Files

/// Tokenizes with a `tokenizer.json` of Hugging Face's package tokenizers, without the special
/// tokens that a post-processor adds (`add_special_tokens=False`).
///
///     {"added_tokens": [{"id", "content", …}], "normalizer": N | null,
///      "pre_tokenizer": P | null, "model": {"type": "BPE" | "Unigram" | "WordPiece" | "WordLevel", …}}
///
/// The steps are those of the package: added tokens are cut out, the texts between them are
/// normalised (`HuggingFaceNormalizer`) and split (`HuggingFaceSplitter`), and the model turns each
/// part into tokens (`HuggingFaceModel`). A step that is not supported is an error that names it. The
/// post-processor, the decoder, truncation and padding do not change the tokens of a text.
struct HuggingFaceTokenizer: Tokenizer {
  let description: String
  private let added: AddedTokens
  private let normalizer: HuggingFaceNormalizer
  private let splitter: HuggingFaceSplitter
  private let model: any HuggingFaceModel

  /// - Throws: a problem without a file.
  init(_ document: JSONValue) throws(Problem) {
    guard let model = document["model"] else {
      throw Problem(.badData, "is missing", field: "model")
    }
    added = try AddedTokens(document["added_tokens"])
    normalizer = try HuggingFaceNormalizer(document["normalizer"])
    splitter = try HuggingFaceSplitter(document["pre_tokenizer"])
    self.model = try huggingFaceModel(model)
    description = "\(self.model.name), \(self.model.vocabulary.count) tokens"
  }

  func tokenize(_ text: String) -> Tokenization {
    var tokenization = Tokenization()
    for (index, part) in added.split(text).enumerated() {
      switch part {
      case .token(let id): tokenization.ids.append(id)
      case .text(let text):
        let (normal, unsupported) = normalizer.normalized(text)
        tokenization.cannotSpell(unsupported)
        for word in splitter.split(normal, isFirst: index == 0) where !word.isEmpty {
          model.append(word[...], to: &tokenization)
        }
      }
    }
    return tokenization
  }
}

/// Throws for a value of a tokenizer that is not supported.
func unsupported(_ what: String, in field: String) -> Problem {
  Problem(
    .badData, "\(what.printable) is not supported", field: field,
    hint: "state \(TokenizerSetting.tokenizer) characters, which needs at least as many frames")
}
