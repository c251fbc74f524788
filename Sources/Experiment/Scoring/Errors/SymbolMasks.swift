/// The positions of each symbol in a row of up to 64 symbols, as bit masks.
///
/// Symbols below 256 index a table; the others, at most 64, share an open-addressing table
/// of 256 places with linear probing. A place is free while its mask is zero.
struct SymbolMasks: Sendable {
  private var direct = [UInt64](repeating: 0, count: 256)
  private var hashed = [UInt64](repeating: 0, count: 256)
  private var keys = [UInt32](repeating: 0, count: 256)

  /// The positions of `symbol`: bit i for position i.
  @inline(__always)
  subscript(symbol: UInt32) -> UInt64 {
    symbol < 256 ? direct[Int(symbol)] : hashed[place(of: symbol)]
  }

  /// Sets the row. The previous row must have been removed with `lift`.
  mutating func lay(_ symbols: Span<UInt32>) {
    precondition(symbols.count <= 64, "\(symbols.count) symbols do not fit a word of 64 bits")
    var masks = direct.mutableSpan
    var wide = false
    var bit: UInt64 = 1
    for index in symbols.indices {
      let symbol = symbols[index]
      if symbol < 256 { masks[Int(symbol)] |= bit } else { wide = true }
      bit &<<= 1
    }
    if wide { layHashed(symbols) }
  }

  private mutating func layHashed(_ symbols: Span<UInt32>) {
    for index in symbols.indices where symbols[index] >= 256 {
      let place = place(of: symbols[index])
      keys[place] = symbols[index]
      hashed[place] |= 1 &<< UInt64(index)
    }
  }

  /// Removes the row.
  mutating func lift(_ symbols: Span<UInt32>) {
    var masks = direct.mutableSpan
    var wide = false
    for index in symbols.indices {
      let symbol = symbols[index]
      if symbol < 256 { masks[Int(symbol)] = 0 } else { wide = true }
    }
    // Freeing single places would end the linear probing of later ones too early.
    if wide {
      var places = hashed.mutableSpan
      places.update(repeating: 0)
    }
  }

  /// The place of `symbol`, or the free place where it belongs.
  @inline(__always)
  private func place(of symbol: UInt32) -> Int {
    // Multiplicative hashing: 2³² over the golden ratio, highest eight bits (Knuth, TAOCP 3, 6.4).
    var place = Int((symbol &* 0x9E37_79B1) &>> 24)
    while hashed[place] != 0, keys[place] != symbol { place = (place &+ 1) & 255 }
    return place
  }
}
