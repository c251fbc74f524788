/// Merges adjacent symbols as byte pair encoding does (Sennrich et al. 2016): the pair of the lowest
/// rank first, the leftmost of equal pairs, until no pair can be merged.
///
/// - Parameter merge: the rank of a pair and the symbol that it becomes; nil if it cannot be merged.
package func mergePairs<Symbol>(
  _ symbols: [Symbol], _ merge: (Symbol, Symbol) -> (rank: Double, symbol: Symbol)?
) -> [Symbol] {
  var symbols = symbols
  var pairs = zip(symbols, symbols.dropFirst()).map { merge($0, $1) }
  while true {
    var best: (place: Int, rank: Double)?
    for (place, pair) in pairs.enumerated() {
      if let pair, best.map({ pair.rank < $0.rank }) ?? true { best = (place, pair.rank) }
    }
    guard let best, let merged = pairs[best.place] else { return symbols }
    symbols[best.place] = merged.symbol
    symbols.remove(at: best.place + 1)
    pairs.remove(at: best.place)
    if best.place > 0 {
      pairs[best.place - 1] = merge(symbols[best.place - 1], merged.symbol)
    }
    if best.place < pairs.count {
      pairs[best.place] = merge(merged.symbol, symbols[best.place + 1])
    }
  }
}
