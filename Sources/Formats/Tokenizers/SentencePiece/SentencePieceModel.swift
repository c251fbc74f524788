import Files

/// The content of a SentencePiece `.model`: a message `ModelProto` (sentencepiece_model.proto).
///
///     ModelProto     1 pieces: { 1 piece: string, 2 score: float, 3 type }
///                    2 trainer_spec: { 3 model_type, 24 treat_whitespace_as_suffix,
///                                      35 byte_fallback }
///                    3 normalizer_spec: { 2 precompiled_charsmap, 3 add_dummy_prefix,
///                                         4 remove_extra_whitespaces, 5 escape_whitespaces }
///     type           1 normal, 2 unknown, 3 control, 4 user-defined, 5 unused, 6 byte
///     model_type     1 unigram, 2 BPE, 3 word, 4 character
///
/// All other fields are skipped.
struct SentencePieceModel: Sendable {
  enum Kind: UInt64, Sendable {
    case unigram = 1
    case bpe, word, character

    var name: String {
      switch self {
      case .unigram: "unigram"
      case .bpe: "BPE"
      case .word: "word"
      case .character: "character"
      }
    }
  }

  enum PieceType: UInt64, Sendable {
    case normal = 1
    case unknown, control, userDefined, unused, byte
  }

  struct Piece: Sendable {
    var bytes: [UInt8] = []
    var score: Float = 0
    var type = PieceType.normal
  }

  var pieces: [Piece] = []
  var kind = Kind.unigram
  var hasByteFallback = false
  var normalization = SentencePieceNormalization()

  /// True if the first field is a piece, which is how `.model` files start.
  static func starts(_ bytes: [UInt8]) -> Bool {
    var message = ProtocolBuffer(bytes[...])
    guard bytes.first == 0x0A, let field = try? message.next(), case .bytes(let piece) = field.value
    else { return false }
    var fields = ProtocolBuffer(piece)
    guard let name = try? fields.next(), name.number == 1, case .bytes = name.value else {
      return false
    }
    return true
  }

  init() {}

  /// - Throws: a problem without a file.
  init(_ bytes: [UInt8]) throws(Problem) {
    do throws(WireError) {
      var message = ProtocolBuffer(bytes[...])
      while let field = try message.next() {
        guard case .bytes(let content) = field.value else { continue }
        switch field.number {
        case 1: pieces.append(try Self.piece(content))
        case 2: try readTrainer(content)
        case 3: try readNormalizer(content)
        default: break
        }
      }
    } catch {
      throw Problem(
        .badData, "starts like a SentencePiece model, but is damaged or incomplete",
        hint: "copy the file again, in binary mode")
    }
    guard pieces.contains(where: { $0.type == .normal }) else {
      throw Problem(.badData, "is a SentencePiece model without pieces")
    }
  }

  private static func piece(_ content: ArraySlice<UInt8>) throws(WireError) -> Piece {
    var piece = Piece()
    var fields = ProtocolBuffer(content)
    while let field = try fields.next() {
      switch (field.number, field.value) {
      case (1, .bytes(let bytes)): piece.bytes = Array(bytes)
      case (2, .fixed32(let bits)): piece.score = Float(bitPattern: bits)
      case (3, .integer(let number)):
        guard let type = PieceType(rawValue: number) else { throw WireError() }
        piece.type = type
      default: break
      }
    }
    guard piece.score.isFinite, !piece.bytes.isEmpty else { throw WireError() }
    return piece
  }

  private mutating func readTrainer(_ content: ArraySlice<UInt8>) throws(WireError) {
    var fields = ProtocolBuffer(content)
    while let field = try fields.next() {
      guard case .integer(let number) = field.value else { continue }
      switch field.number {
      case 3:
        guard let kind = Kind(rawValue: number) else { throw WireError() }
        self.kind = kind
      case 24: normalization.spaceIsSuffix = number != 0
      case 35: hasByteFallback = number != 0
      default: break
      }
    }
  }

  private mutating func readNormalizer(_ content: ArraySlice<UInt8>) throws(WireError) {
    var fields = ProtocolBuffer(content)
    while let field = try fields.next() {
      switch (field.number, field.value) {
      case (2, .bytes(let map)):
        guard let characters = CharacterMap(map) else { throw WireError() }
        normalization.characters = characters
      case (3, .integer(let number)): normalization.addsDummyPrefix = number != 0
      case (4, .integer(let number)): normalization.removesExtraSpaces = number != 0
      case (5, .integer(let number)): normalization.escapesSpaces = number != 0
      default: break
      }
    }
  }
}
