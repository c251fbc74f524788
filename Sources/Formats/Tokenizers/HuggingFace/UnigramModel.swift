import Files

/// The model Unigram of a `tokenizer.json`.
///
///     {"vocab": [[piece, score], …], "unk_id": 0, "byte_fallback": false}
///
/// The segmentation is that of SentencePiece, in double precision. A run of unknown characters is one
/// unknown token.
struct UnigramModel: HuggingFaceModel {
  let vocabulary: TokenIDs
  private let segmentation: UnigramSegmentation
  private let unknown: Int?
  private let fallback: ByteFallback?

  /// `K_UNK_PENALTY` (tokenizers, models/unigram/model.rs).
  private static let unknownPenalty = 10.0

  var name: String { "Unigram" }

  init(_ value: JSONValue) throws(Problem) {
    var vocabulary = TokenIDs()
    var trie = PieceTrie()
    var scores: [Double] = []
    for entry in value["vocab"]?.array ?? [] {
      guard let pair = entry.array, pair.count == 2, let piece = pair[0].string,
        let score = pair[1].number
      else {
        throw Problem(.badData, "expected pairs of a piece and a score", field: "model.vocab")
      }
      vocabulary[piece.utf8] = scores.count
      trie.insert(piece.utf8, scores.count)
      scores.append(score)
    }
    guard let lowest = scores.min() else {
      throw Problem(.badData, "has no pieces", field: "model.vocab")
    }
    self.vocabulary = vocabulary
    segmentation = UnigramSegmentation(
      trie: trie, scores: scores, unknownScore: lowest - Self.unknownPenalty,
      isSinglePrecision: false)
    unknown = value["unk_id"]?.index
    fallback = value["byte_fallback"]?.boolean ?? false ? ByteFallback(vocabulary) : nil
  }

  func append(_ word: ArraySlice<UInt8>, to tokenization: inout Tokenization) {
    var run: Range<Int>?
    func endRun() {
      guard let bytes = run.map({ word[$0] }) else { return }
      run = nil
      if let ids = fallback?.ids(of: bytes) {
        tokenization.ids += ids
      } else {
        tokenization.cannotSpell(bytes.scalars)
        if let unknown { tokenization.ids.append(unknown) }
      }
    }
    for (range, id) in segmentation.pieces(of: word) {
      guard let id, id != unknown else {
        run = (run?.lowerBound ?? range.lowerBound)..<range.upperBound
        continue
      }
      endRun()
      tokenization.ids.append(id)
    }
    endRun()
  }
}
