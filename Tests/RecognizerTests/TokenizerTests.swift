import Files
import Randomness
import Recognizer
import Testing

@Suite struct TokenizerTests {
  static let texts = [
    "low low low low low", "lower lower", "newest newest newest newest newest newest",
    "widest widest  widest\t", "\n",
  ]

  @Test func `character symbols are the distinct characters and the space, in byte order`() throws {
    let tokenizer = try Tokenizer.learn(.characters, vocabSize: 0, from: ["b a", "ß é", "ba"])
    #expect(tokenizer.symbols == ["<blank>", " ", "a", "b", "ß", "é"])
    #expect(try tokenizer.encode("  ab\u{2003}\nb ") == [2, 3, 1, 3])
    #expect(tokenizer.decode([0, 1, 2, 0, 3, 1, 1, 3, 1]) == "ab b")
  }

  @Test func `word symbols are the distinct words, in byte order`() throws {
    let tokenizer = try Tokenizer.learn(.words, vocabSize: 0, from: ["zwei Drei", "drei zwei"])
    #expect(tokenizer.symbols == ["<blank>", "Drei", "drei", "zwei"])
    #expect(try tokenizer.encode(" zwei\ndrei ") == [3, 2])
    #expect(tokenizer.decode([3, 0, 2]) == "zwei drei")
  }

  /// Sennrich, Haddow and Birch 2016, figure 1, with a marker at the start of words. The pairs es
  /// and st occur nine times each, and es is first in byte order. Then est occurs nine times, and
  /// lo, ow and ▁l seven times each (in low and lower), of which lo is first.
  @Test func `the pairs of the paper's example are merged in the paper's order`() throws {
    let tokenizer = try Tokenizer.learn(.pieces, vocabSize: 16, from: Self.texts)
    let base = ["<blank>", "d", "e", "i", "l", "n", "o", "r", "s", "t", "w", "\u{2581}"]
    #expect(tokenizer.symbols == base + ["es", "est", "lo", "low"])
    let ids = try tokenizer.encode("lowest")
    #expect(ids.map { tokenizer.symbols[Int($0)] } == ["\u{2581}", "low", "est"])
    #expect(tokenizer.decode(ids) == "lowest")
  }

  @Test func `equally frequent pairs are merged in byte order`() throws {
    let tokenizer = try Tokenizer.learn(.pieces, vocabSize: 7, from: ["xy xy ab ab"])
    // ▁ is last in byte order.
    #expect(tokenizer.symbols.last == "ab")
  }

  /// The pair ab (3 times) is learnt first, then ▁ab (3), then bc (2).
  @Test func `pairs are merged in the order in which they were learnt`() throws {
    let tokenizer = try Tokenizer.learn(.pieces, vocabSize: 8, from: ["ab bc ab bc ab"])
    #expect(tokenizer.symbols.suffix(3) == ["ab", "\u{2581}ab", "bc"])
    let pieces = try tokenizer.encode("abc").map { tokenizer.symbols[Int($0)] }
    #expect(pieces == ["\u{2581}ab", "c"])
  }

  @Test func `a pair that occurs once is not merged`() throws {
    let tokenizer = try Tokenizer.learn(.pieces, vocabSize: 500, from: ["abc"])
    #expect(tokenizer.symbols == ["<blank>", "a", "b", "c", "\u{2581}"])
  }

  @Test(arguments: TokenizerKind.allCases)
  func `decoding restores the encoded text`(kind: TokenizerKind) throws {
    let texts = [
      "the cat sat", "the  hat\tthat sat", "aaaa aaaaa aaa", "naïve nai\u{308}ve", "日本語 語",
      "👩‍👩‍👧 👩‍👩‍👧 ok", "\u{301}a b", "<blank> x<blank>",
    ]
    let tokenizer = try Tokenizer.learn(kind, vocabSize: 60, from: texts)
    for text in texts {
      let ids = try tokenizer.encode(text)
      #expect(!ids.contains(0))
      #expect(ids.allSatisfy { tokenizer.symbols.indices.contains(Int($0)) })
      let spaced = text.unicodeScalars.split { $0 == " " || $0 == "\t" }.map { String($0) }
      #expect(tokenizer.decode(ids) == spaced.joined(separator: " "))
      #expect(try tokenizer.encode(tokenizer.decode(ids)) == ids)
    }
  }

  @Test(arguments: TokenizerKind.allCases)
  func `the order of the texts has no effect`(kind: TokenizerKind) throws {
    var random = Seed(short: 1).stream("order")
    var texts = (0..<300).map { _ in
      String((0..<6).map { _ in random.pick(Array("abcde ")) })
    }
    let first = try Tokenizer.learn(kind, vocabSize: 80, from: texts)
    for _ in 0..<3 {
      random.shuffle(&texts)
      #expect(try Tokenizer.learn(kind, vocabSize: 80, from: texts) == first)
    }
    if kind == .pieces { #expect(first.symbols.count == 80) }
  }

  @Test func `composed and decomposed characters are the same symbol`() throws {
    let one = try Tokenizer.learn(.characters, vocabSize: 0, from: ["\u{E9}"])
    let other = try Tokenizer.learn(.characters, vocabSize: 0, from: ["e\u{301}"])
    #expect(one == other)
    #expect(other.symbols[2].utf8.elementsEqual("\u{E9}".utf8))
    #expect(try one.encode("e\u{301}") == [2])
  }

  @Test(arguments: [
    (TokenizerKind.characters, "az", "z"), (.words, "ab zz", "zz"), (.pieces, "abz", "z"),
    (.pieces, "a\u{2581}b", "\u{2581}"), (.characters, "e\u{301}", "\u{E9}"),
  ])
  func `an error names the unknown symbol`(kind: TokenizerKind, text: String, unknown: String)
    throws
  {
    let tokenizer = try Tokenizer.learn(kind, vocabSize: 10, from: ["ab ba"])
    let error = #expect(throws: UnknownSymbol.self) { try tokenizer.encode(text) }
    #expect(error?.symbol == unknown)
  }

  @Test func `texts without words, too few symbols and word-start markers are refused`() {
    #expect(throws: Problem.self) { try Tokenizer.learn(.words, vocabSize: 9, from: [" ", ""]) }
    #expect(throws: Problem.self) { try Tokenizer.learn(.pieces, vocabSize: 3, from: ["abc"]) }
    #expect(throws: Problem.self) {
      try Tokenizer.learn(.pieces, vocabSize: 9, from: ["a\u{2581}"])
    }
  }

  @Test func `equal neighbours need a frame between them`() {
    #expect(Tokenizer.framesNeeded([]) == 0)
    #expect(Tokenizer.framesNeeded([1, 2, 1]) == 3)
    #expect(Tokenizer.framesNeeded([1, 1, 1, 2, 2]) == 8)
  }

  /// Compares incremental counts with a reference implementation that recounts after every merge.
  @Test func `pieces agree with the reference implementation`() throws {
    var random = Seed(short: 2).stream("words")
    for _ in 0..<20 {
      let words = (0..<40).map { _ in
        String((0..<(1 + random.below(7))).map { _ in random.pick(Array("aab")) })
      }
      let tokenizer = try Tokenizer.learn(.pieces, vocabSize: 30, from: words)
      #expect(tokenizer.symbols == slowPieces(words, vocabSize: 30))
    }
  }

  /// Byte-pair encoding on lists of strings, with all pairs counted for every merge.
  private func slowPieces(_ words: [String], vocabSize: Int) -> [String] {
    var words = words.map { ["\u{2581}"] + $0.map { String($0) } }
    var symbols = ["<blank>"] + Set(words.joined()).sorted()
    while symbols.count < vocabSize {
      var counts: [[String]: Int] = [:]
      for word in words {
        for pair in zip(word, word.dropFirst()) { counts[[pair.0, pair.1], default: 0] += 1 }
      }
      let often = counts.values.max() ?? 0
      let candidates = counts.filter { $0.value == often }.keys
      guard often >= 2, let pair = candidates.min(by: { $0.lexicographicallyPrecedes($1) })
      else { break }
      if !symbols.contains(pair.joined()) { symbols.append(pair.joined()) }
      for index in words.indices {
        var at = 0
        while at + 1 < words[index].count {
          if Array(words[index][at...(at + 1)]) == pair {
            words[index].replaceSubrange(at...(at + 1), with: [pair.joined()])
          }
          at += 1
        }
      }
    }
    return symbols
  }
}
