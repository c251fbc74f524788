import KernelInterface

extension KernelImplementation {
  /// Two multiply-adds start in each cycle and each takes four or five cycles. Twelve independent
  /// accumulators keep both pipes busy and leave registers for the operands. All values stay near
  /// 1.
  @inline(never) package static func peak(rounds: Int) -> Float {
    let factor = all(0.5)
    let term = all(0.5)
    var a = all(1)
    var b = all(1.1)
    var c = all(1.2)
    var d = all(1.3)
    var e = all(1.4)
    var f = all(1.5)
    var g = all(1.6)
    var h = all(1.7)
    var i = all(1.8)
    var j = all(1.9)
    var k = all(2)
    var l = all(2.1)
    for _ in 0..<rounds {
      a = multiplyAdd(a, factor, term)
      b = multiplyAdd(b, factor, term)
      c = multiplyAdd(c, factor, term)
      d = multiplyAdd(d, factor, term)
      e = multiplyAdd(e, factor, term)
      f = multiplyAdd(f, factor, term)
      g = multiplyAdd(g, factor, term)
      h = multiplyAdd(h, factor, term)
      i = multiplyAdd(i, factor, term)
      j = multiplyAdd(j, factor, term)
      k = multiplyAdd(k, factor, term)
      l = multiplyAdd(l, factor, term)
    }
    return total(((a + b) + (c + d)) + ((e + f) + (g + h)) + ((i + j) + (k + l)))
  }

  package static var peakFlops: Int { 12 &* 2 &* lanes }
}
