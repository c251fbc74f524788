/// Fisher's exact test of a 2×2 table, one-sided (Fisher 1935; hypergeometric upper tail).
package enum FisherExact {
  /// The probability of at least `a` hits among the trained, with all margins fixed and no effect.
  ///
  /// |          | hits | misses |
  /// |----------|------|--------|
  /// | trained  | a    | b      |
  /// | controls | c    | d      |
  ///
  /// Terms are relative to the most likely table, so nothing overflows. Each is a product of at
  /// most a + c ratios, so the relative error of p is at most (a + c)·2⁻⁵⁰. An empty margin gives
  /// 1.
  package static func oneSided(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Double {
    precondition(min(a, b, c, d) >= 0, "a table of counts has no \(min(a, b, c, d))")
    let table = Hypergeometric(drawn: a + b, marked: a + c, total: a + b + c + d)
    let (mode, support) = (table.mode, table.support)
    var (all, tail) = (0.0, 0.0)
    func add(_ term: Double, at hits: Int) {
      all += term
      if hits >= a { tail += term }
    }
    add(1, at: mode)
    var term = 1.0
    for hits in mode..<support.upperBound {
      term *= table.ratio(above: hits)
      add(term, at: hits + 1)
    }
    term = 1
    for hits in (support.lowerBound..<mode).reversed() {
      term /= table.ratio(above: hits)
      add(term, at: hits)
    }
    return tail / all
  }
}
