import TestSupport
import Testing
import Tokenizers

/// The segmentations equal those of slow, obviously right ones.
@Suite struct SegmentationTests {
  private static let scores: [String: Double] = [
    "a": -2, "b": -2.5, "c": -3, "ab": -3.5, "bc": -4, "abc": -6, "aa": -3.75, "ba": -5,
  ]

  private static let pieces = scores.keys.sorted()

  private var trie: PieceTrie {
    var trie = PieceTrie()
    for (id, piece) in Self.pieces.enumerated() { trie.insert(piece.utf8, id) }
    return trie
  }

  private func texts() -> [String] {
    (1...6).flatMap { length in
      (0..<Int(81)).map { number in
        var rest = number * length
        return String(
          (0..<length).map { _ in
            defer { rest /= 3 }
            return "abc"[String.Index(utf16Offset: rest % 3, in: "abc")]
          })
      }
    }
  }

  /// The best score of any segmentation.
  private func best(_ text: Substring) -> Double {
    if text.isEmpty { return 0 }
    return Self.scores.filter { text.hasPrefix($0.key) }
      .map { $0.value + best(text.dropFirst($0.key.count)) }.max()!
  }

  @Test func `the unigram segmentation has the highest score of all`() {
    let segmentation = UnigramSegmentation(
      trie: trie, scores: Self.pieces.map { Self.scores[$0]! }, unknownScore: -20,
      isSinglePrecision: false)
    for text in Set(texts()) {
      let pieces = segmentation.pieces(of: Array(text.utf8)[...])
      #expect(pieces.map(\.range.count).reduce(0, +) == text.utf8.count)
      let score = pieces.reduce(0) { $0 + Self.scores[Self.pieces[$1.id!]]! }
      #expect(abs(score - best(text[...])) < 1e-9, "\(text)")
    }
  }

  /// Merges the best pair of the whole list again and again, with nothing kept between the rounds.
  private func slowMerge(_ text: String, _ ranks: [String]) -> [String] {
    var symbols = text.map(String.init)
    while true {
      let ranked = zip(symbols, symbols.dropFirst()).enumerated().compactMap { place, pair in
        ranks.firstIndex(of: pair.0 + pair.1).map { (rank: $0, place: place) }
      }
      guard let best = ranked.min(by: { ($0.rank, $0.place) < ($1.rank, $1.place) }) else {
        return symbols
      }
      symbols.replaceSubrange(
        best.place...(best.place + 1), with: [symbols[best.place] + symbols[best.place + 1]])
    }
  }

  @Test func `merges are those of a search from the start`() {
    let ranks = ["bc", "aa", "ab", "aab", "bcbc", "ca", "abc", "aabc"]
    var merged = 0
    for text in Set(texts()) {
      let symbols = mergePairs(text.map(String.init)) { left, right in
        ranks.firstIndex(of: left + right).map { (Double($0), left + right) }
      }
      #expect(symbols == slowMerge(text, ranks), "\(text)")
      merged += symbols.count < text.count ? 1 : 0
    }
    #expect(merged > 100)
  }

  @Test func `a protocol buffer is read field by field`() throws {
    // { 1: 300, 2: "hi", 5: 0x3F800000 as four bytes, 7: eight bytes }
    let message: [UInt8] =
      [0x08, 0xAC, 0x02, 0x12, 2, 0x68, 0x69, 0x2D, 0, 0, 0x80, 0x3F, 0x39]
      + [1, 0, 0, 0, 0, 0, 0, 0]
    var fields = ProtocolBuffer(message[...])
    var seen: [String] = []
    while let field = try fields.next() {
      switch field.value {
      case .integer(let number): seen.append("\(field.number): \(number)")
      case .bytes(let bytes):
        seen.append("\(field.number): \(String(decoding: bytes, as: UTF8.self))")
      case .fixed32(let bits): seen.append("\(field.number): \(Float(bitPattern: bits))")
      case .fixed64(let bits): seen.append("\(field.number): \(bits)")
      }
    }
    #expect(seen == ["1: 300", "2: hi", "5: 1.0", "7: 1"])
    for length in [1, 2, 4, 5, 8, 13, 20] {
      var broken = ProtocolBuffer(message.prefix(length))
      #expect(throws: WireError.self) { while try broken.next() != nil {} }
    }
  }

  @Test func `base64 is decoded`() {
    #expect(base64Decoded("aGVsbG8=") == Array("hello".utf8))
    #expect(base64Decoded("YQ==") == Array("a".utf8))
    #expect(base64Decoded("a*b") == nil)
  }
}
