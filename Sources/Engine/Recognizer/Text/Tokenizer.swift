import Files

/// What one output symbol of the model stands for.
package enum TokenizerKind: String, Codable, CaseIterable, Sendable {
  /// One Unicode character (grapheme cluster), or the space between two words.
  case characters
  /// A whole word.
  case words
  /// A byte-pair piece of a word; `▁` marks where words start.
  case pieces
}

/// A character or word that a tokenizer has no symbol for.
package struct UnknownSymbol: Error, Hashable, Sendable {
  package let symbol: String
}

/// Turns texts into symbol numbers and back.
///
/// Symbol 0 is the blank of CTC, which is never written. Learning looks at every text and draws
/// nothing, so it takes no seed: the same texts in any order give the same tokenizer.
package struct Tokenizer: Hashable, Sendable {
  package let kind: TokenizerKind
  /// What each number stands for; the first is `<blank>`.
  package let symbols: [String]
  /// Pieces only: pairs that become one symbol, the earliest learnt first.
  let merges: [SymbolPair]

  private let numbers: [String: Int32]
  private let rules: [SymbolPair: Rule]

  /// How a pair is merged.
  private struct Rule: Hashable, Sendable {
    let rank: Int
    let result: Int32
  }

  static let blank = "<blank>"
  /// U+2581, as SentencePiece writes it.
  static let wordStart = "\u{2581}"

  /// - Throws: what is wrong with these symbols, and in which field; see `refuseBadSymbols`.
  init(kind: TokenizerKind, symbols: [String], merges: [[String]]) throws(Problem) {
    var numbers: [String: Int32] = [:]
    for (number, symbol) in symbols.enumerated().dropFirst() {
      guard numbers.updateValue(Int32(number), forKey: symbol) == nil else {
        throw Problem(.badData, "the symbol '\(symbol)' is there twice", field: "symbols")
      }
    }
    try refuseBadSymbols(symbols, kind: kind)
    guard kind == .pieces || merges.isEmpty else {
      throw Problem(.badData, "only pieces have merges", field: "merges")
    }
    var pairs: [SymbolPair] = []
    var rules: [SymbolPair: Rule] = [:]
    for (rank, merge) in merges.enumerated() {
      guard merge.count == 2, let left = numbers[merge[0]], let right = numbers[merge[1]],
        let result = numbers[merge[0] + merge[1]]
      else {
        throw Problem(
          .badData, "merge \(rank + 1) is not of two symbols into a third", field: "merges")
      }
      let pair = SymbolPair(left, right)
      guard rules.updateValue(Rule(rank: rank, result: result), forKey: pair) == nil else {
        throw Problem(.badData, "merge \(rank + 1) is there twice", field: "merges")
      }
      pairs.append(pair)
    }
    (self.kind, self.symbols, self.merges) = (kind, symbols, pairs)
    (self.numbers, self.rules) = (numbers, rules)
  }

  /// The numbers of `text`, none of them 0; no words give none.
  package func encode(_ text: String) throws(UnknownSymbol) -> [Int32] {
    var ids: [Int32] = []
    for word in words(of: text) {
      switch kind {
      case .characters:
        if !ids.isEmpty { ids.append(try number(of: " ")) }
        for character in word { ids.append(try number(of: String(character))) }
      case .words: ids.append(try number(of: word))
      case .pieces: ids += try pieces(of: word)
      }
    }
    return ids
  }

  /// The text of `ids`: words with one space between them. Blanks are left out.
  /// - Precondition: every number is in 0..<symbols.count.
  package func decode(_ ids: some Sequence<Int32>) -> String {
    var text = String.UnicodeScalarView()
    for id in ids where id != 0 {
      if kind == .words { text.append(" ") }
      for scalar in symbols[Int(id)].unicodeScalars {
        text.append(kind == .pieces && scalar == "\u{2581}" ? " " : scalar)
      }
    }
    return text.split(separator: " ").map { String($0) }.joined(separator: " ")
  }

  /// Output frames that CTC needs for `ids`: one each, and a blank between two equal neighbours
  /// (Graves et al. 2006).
  package static func framesNeeded(_ ids: some Collection<Int32>) -> Int {
    ids.count + zip(ids, ids.dropFirst()).count { $0 == $1 }
  }

  private func number(of symbol: String) throws(UnknownSymbol) -> Int32 {
    guard let number = numbers[symbol] else { throw UnknownSymbol(symbol: symbol) }
    return number
  }

  /// Merges the pair learnt earliest until no known pair is left (Sennrich, Haddow and Birch 2016).
  private func pieces(of word: String) throws(UnknownSymbol) -> [Int32] {
    var ids = [try number(of: Self.wordStart)]
    for character in word {
      let symbol = String(character)
      guard symbol != Self.wordStart else { throw UnknownSymbol(symbol: symbol) }
      ids.append(try number(of: symbol))
    }
    while true {
      var earliest: (pair: SymbolPair, rule: Rule)?
      for (left, right) in zip(ids, ids.dropFirst()) {
        let pair = SymbolPair(left, right)
        if let rule = rules[pair], rule.rank < earliest?.rule.rank ?? .max {
          earliest = (pair, rule)
        }
      }
      guard let (pair, rule) = earliest else { return ids }
      ids = pair.merged(in: ids, to: rule.result)
    }
  }
}
