import Files

/// The kind of an output symbol of the model.
package enum TokenizerKind: String, Codable, CaseIterable, Sendable {
  /// One Unicode character (grapheme cluster), or the space between two words.
  case characters
  /// A whole word.
  case words
  /// A byte-pair piece of a word; `▁` marks the start of a word.
  case pieces
}

/// A character or word for which a tokenizer has no symbol.
package struct UnknownSymbol: Error, Hashable, Sendable {
  package let symbol: String
}

/// Converts texts to symbol numbers and back.
///
/// Symbol 0 is the CTC blank, which is never written. Learning reads every text and is
/// deterministic: the same texts in any order give the same tokenizer.
package struct Tokenizer: Hashable, Sendable {
  package let kind: TokenizerKind
  /// The symbol of each number; the first is `<blank>`.
  package let symbols: [String]
  /// The pairs that `pieces` merges to one symbol, in the order in which they were learnt.
  let merges: [SymbolPair]

  private let numbers: [String: Int32]
  private let rules: [SymbolPair: Rule]

  /// The merging of a pair; pairs of lower rank are merged first.
  private struct Rule: Hashable, Sendable {
    let rank: Int
    let result: Int32
  }

  static let blank = "<blank>"
  /// The word-start marker of SentencePiece, U+2581.
  static let wordStart = "\u{2581}"

  /// - Throws: a problem with the field that is not valid; see `checkSymbols`.
  init(kind: TokenizerKind, symbols: [String], merges: [[String]]) throws(Problem) {
    var numbers: [String: Int32] = [:]
    for (number, symbol) in symbols.enumerated().dropFirst() {
      guard numbers.updateValue(Int32(number), forKey: symbol) == nil else {
        throw Problem(.badData, "the symbol '\(symbol)' occurs twice", field: "symbols")
      }
    }
    try checkSymbols(symbols, kind: kind)
    guard kind == .pieces || merges.isEmpty else {
      throw Problem(.badData, "only tokenizers of pieces have merges", field: "merges")
    }
    var pairs: [SymbolPair] = []
    var rules: [SymbolPair: Rule] = [:]
    for (rank, merge) in merges.enumerated() {
      guard merge.count == 2, let left = numbers[merge[0]], let right = numbers[merge[1]],
        let result = numbers[merge[0] + merge[1]]
      else {
        throw Problem(
          .badData, "merge \(rank + 1) does not merge two symbols to a third", field: "merges")
      }
      let pair = SymbolPair(left, right)
      guard rules.updateValue(Rule(rank: rank, result: result), forKey: pair) == nil else {
        throw Problem(.badData, "merge \(rank + 1) occurs twice", field: "merges")
      }
      pairs.append(pair)
    }
    (self.kind, self.symbols, self.merges) = (kind, symbols, pairs)
    (self.numbers, self.rules) = (numbers, rules)
  }

  /// Returns the symbol numbers of `text`, none of them 0. A text without words gives no numbers.
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

  /// Returns the text of `ids`: words separated by one space. Blanks are ignored.
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

  /// The number of output frames that CTC needs for `ids`: one for each, and one for the blank
  /// between two equal neighbours (Graves et al. 2006).
  package static func framesNeeded(_ ids: some Collection<Int32>) -> Int {
    ids.count + zip(ids, ids.dropFirst()).count { $0 == $1 }
  }

  private func number(of symbol: String) throws(UnknownSymbol) -> Int32 {
    guard let number = numbers[symbol] else { throw UnknownSymbol(symbol: symbol) }
    return number
  }

  /// Merges the pair of the lowest rank until no known pair is left (Sennrich, Haddow and Birch
  /// 2016).
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
