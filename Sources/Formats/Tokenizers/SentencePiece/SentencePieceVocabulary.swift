import Files

/// The text that SentencePiece writes beside a model, `.vocab`: a piece, a tab and its score.
///
///     <unk>   0
///     <s>     0
///     ▁the    -3.0532
///
/// * A BPE vocabulary is recognised by its scores, which are the whole numbers from 0 downwards.
/// * `<unk>` is unknown, other names in angle brackets are control symbols, and `<0x41>` is a byte.
/// * Other pieces with a score of 0 in a unigram vocabulary are symbols of the user.
///
/// The normaliser is not in the file. Texts are taken in normal form C, spaces as SentencePiece's
/// default treats them. Scores have six digits, so that two segmentations of nearly equal probability
/// may be exchanged.
enum SentencePieceVocabulary {
  /// True for a line of a piece, a tab and a score of zero or less.
  static func isLine(_ line: ArraySlice<UInt8>) -> Bool { parse(line) != nil }

  private static func parse(_ line: ArraySlice<UInt8>) -> (piece: ArraySlice<UInt8>, score: Float)?
  {
    let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
    guard fields.count == 2, !fields[0].isEmpty,
      let score = Float(String(decoding: fields[1], as: UTF8.self)), score <= 0
    else { return nil }
    return (fields[0], score)
  }

  /// - Throws: a problem with a line and without a file.
  static func tokenizer(_ lines: [ArraySlice<UInt8>]) throws(Problem) -> SentencePieceTokenizer {
    var model = SentencePieceModel()
    for (index, line) in lines.enumerated() where !line.isBlank {
      guard let (piece, score) = parse(line) else {
        throw Problem(
          .badData, "expected a piece, a tab and a score of zero or less", line: index + 1,
          hint: "each line of SentencePiece's .vocab has these")
      }
      model.pieces.append(.init(bytes: Array(piece), score: score, type: type(of: piece)))
    }
    let scores = model.pieces.lazy.filter { $0.type == .normal }.map(\.score)
    model.kind = zip(scores, 0...).allSatisfy { $0 == -Float($1) } ? .bpe : .unigram
    if model.kind == .unigram {
      for index in model.pieces.indices
      where model.pieces[index].type == .normal && model.pieces[index].score == 0 {
        model.pieces[index].type = .userDefined
      }
    }
    model.hasByteFallback = model.pieces.contains { $0.type == .byte }
    model.normalization.composes = true
    return try SentencePieceTokenizer(model)
  }

  private static func type(of piece: ArraySlice<UInt8>) -> SentencePieceModel.PieceType {
    guard piece.count > 2, piece.first == UInt8(ascii: "<"), piece.last == UInt8(ascii: ">") else {
      return .normal
    }
    if piece.elementsEqual("<unk>".utf8) { return .unknown }
    return piece.count == 6 && piece.starts(with: "<0x".utf8) ? .byte : .control
  }
}
