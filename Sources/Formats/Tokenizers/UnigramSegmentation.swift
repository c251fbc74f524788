/// The most probable segmentation of a text into pieces (Kudo 2018), found by the algorithm of Viterbi.
///
/// A character that is no piece by itself may be an unknown piece, whose score is below all others.
/// If two segmentations are equally probable, the one that was found first counts, as in
/// `Model::EncodeOptimized` of SentencePiece (src/unigram_model.cc).
package struct UnigramSegmentation: Sendable {
  let trie: PieceTrie
  /// The logarithm of the probability of each piece, by its id.
  let scores: [Double]
  let unknownScore: Double
  /// SentencePiece adds up scores in single precision, Hugging Face in double precision.
  let isSinglePrecision: Bool

  /// A piece: its bytes in the text, and its id; nil for an unknown character.
  package typealias Piece = (range: Range<Int>, id: Int?)

  private struct Node {
    var start = -1
    var score = 0.0
    var id: Int?
  }

  package init(
    trie: PieceTrie, scores: [Double], unknownScore: Double, isSinglePrecision: Bool
  ) {
    self.trie = trie
    self.scores = scores
    self.unknownScore = unknownScore
    self.isSinglePrecision = isSinglePrecision
  }

  package func pieces(of text: ArraySlice<UInt8>) -> [Piece] {
    let first = text.startIndex
    var best = [Node](repeating: Node(), count: text.count + 1)
    var start = first
    while start < text.endIndex {
      let length = text.characterLength(at: start)
      let before = best[start - first].score
      var isKnown = false
      func propose(_ end: Int, _ score: Double, _ id: Int?) {
        let candidate = score + before
        let node = best[end - first]
        guard node.start < 0 || candidate > node.score else { return }
        let kept = isSinglePrecision ? Double(Float(candidate)) : candidate
        best[end - first] = Node(start: start, score: kept, id: id)
      }
      trie.forEachMatch(in: text, from: start) { end, id in
        propose(end, scores[id], id)
        if end == start + length { isKnown = true }
      }
      if !isKnown { propose(start + length, unknownScore, nil) }
      start += length
    }
    var pieces: [Piece] = []
    var end = text.endIndex
    while end > first {
      let node = best[end - first]
      pieces.append((node.start..<end, node.id))
      end = node.start
    }
    return pieces.reversed()
  }
}
