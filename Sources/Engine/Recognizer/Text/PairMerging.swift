/// Two consecutive symbols.
struct SymbolPair: Hashable, Sendable {
  let left: Int32
  let right: Int32

  init(_ left: Int32, _ right: Int32) { (self.left, self.right) = (left, right) }

  /// Returns `ids` with every occurrence of the pair, from the left, replaced by `result`.
  func merged(in ids: [Int32], to result: Int32) -> [Int32] {
    var merged: [Int32] = []
    merged.reserveCapacity(ids.count)
    var index = 0
    while index < ids.count {
      if index + 1 < ids.count, ids[index] == left, ids[index + 1] == right {
        merged.append(result)
        index += 2
      } else {
        merged.append(ids[index])
        index += 1
      }
    }
    return merged
  }
}

/// Byte-pair encoding (Sennrich, Haddow and Birch 2016, algorithm 1): the most frequent pair of
/// neighbouring symbols becomes a symbol, repeatedly. Ties are resolved by byte order. Only the
/// words that contain the merged pair are counted again.
struct PairMerging {
  private(set) var symbols: [String]
  private var numbers: [String: Int32] = [:]
  private var words: [(ids: [Int32], count: Int)] = []
  private var counts: [SymbolPair: Int] = [:]
  /// The words in which a pair occurs or occurred earlier.
  private var places: [SymbolPair: [Int]] = [:]

  /// - Parameters:
  ///   - base: the blank, the word-start marker and every character of the words.
  ///   - counts: the number of occurrences of each word.
  init(base: [String], counts: [String: Int]) {
    symbols = base
    for (number, symbol) in base.enumerated().dropFirst() { numbers[symbol] = Int32(number) }
    for word in counts.keys.sorted(by: precedesInBytes) {
      let ids = [numbers[Tokenizer.wordStart]!] + word.map { numbers[String($0)]! }
      words.append((ids, counts[word]!))
      count(words.count - 1, sign: 1)
      for pair in pairs(words.count - 1) { places[pair, default: []].append(words.count - 1) }
    }
  }

  /// Merges pairs until there are `limit` symbols or no pair occurs twice.
  /// - Returns: the merged pairs, in order.
  mutating func learn(upTo limit: Int) -> [[String]] {
    var merges: [[String]] = []
    while symbols.count < limit, let pair = mostFrequent {
      let text = [symbols[Int(pair.left)], symbols[Int(pair.right)]]
      merges.append(text)
      // Different pairs may produce the same text, which has one number.
      let result = numbers[text[0] + text[1]] ?? Int32(symbols.count)
      if result == symbols.count {
        symbols.append(text[0] + text[1])
        numbers[text[0] + text[1]] = result
      }
      merge(pair, to: result)
    }
    return merges
  }

  private mutating func merge(_ pair: SymbolPair, to result: Int32) {
    for word in places.removeValue(forKey: pair) ?? [] {
      guard pairs(word).contains(pair) else { continue }
      count(word, sign: -1)
      words[word].ids = pair.merged(in: words[word].ids, to: result)
      count(word, sign: 1)
      for new in pairs(word) where new.left == result || new.right == result {
        places[new, default: []].append(word)
      }
    }
  }

  private var mostFrequent: SymbolPair? {
    var best: (pair: SymbolPair, count: Int)?
    for (pair, count) in counts where count >= 2 {
      if let found = best, count < found.count || count == found.count && precedes(found.pair, pair)
      {
        continue
      }
      best = (pair, count)
    }
    return best?.pair
  }

  private func precedes(_ a: SymbolPair, _ b: SymbolPair) -> Bool {
    func text(_ id: Int32) -> String { symbols[Int(id)] }
    return a.left == b.left
      ? precedesInBytes(text(a.right), text(b.right)) : precedesInBytes(text(a.left), text(b.left))
  }

  private mutating func count(_ word: Int, sign: Int) {
    for pair in pairs(word) {
      let count = counts[pair, default: 0] + sign * words[word].count
      counts[pair] = count == 0 ? nil : count
    }
  }

  private func pairs(_ word: Int) -> [SymbolPair] {
    let ids = words[word].ids
    return zip(ids, ids.dropFirst()).map { SymbolPair($0, $1) }
  }
}
