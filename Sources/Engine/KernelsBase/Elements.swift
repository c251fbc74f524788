import KernelInterface

extension KernelImplementation {
  @inline(never) package static func addScaled(
    _ count: Int, _ a: Float, _ x: Floats, to y: MutableFloats
  ) {
    @inline(always) func added(_ x: Vector, _ y: Vector) -> Vector { multiplyAdd(all(a), x, y) }
    map(count, x, y, into: y, added)
  }

  @inline(never) package static func scale(
    _ count: Int, _ a: Float, _ x: Floats, into y: MutableFloats
  ) {
    @inline(always) func scaled(_ x: Vector) -> Vector { all(a) * x }
    map(count, x, into: y, scaled)
  }

  @inline(never) package static func sumOfSquares(_ count: Int, _ x: Floats) -> Double {
    var sum = 0.0
    var start = 0
    while start < count {
      let left = count &- start
      sum += Double(shortSumOfSquares(left < 1_024 ? left : 1_024, x + start))
      start &+= 1_024
    }
    return sum
  }

  @inline(never) package static func exponential(
    _ count: Int, _ x: Floats, into y: MutableFloats
  ) {
    @inline(always) func raised(_ x: Vector) -> Vector { exp(x) }
    map(count, x, into: y, raised)
  }

  @inline(never) package static func logarithm(
    _ count: Int, floor: Float, _ x: Floats, into y: MutableFloats
  ) {
    @inline(always) func logged(_ x: Vector) -> Vector { log(larger(all(floor), x)) }
    map(count, x, into: y, logged)
  }

  @inline(never) package static func power(
    rows: Int, columns: Int, _ x: Floats, into y: MutableFloats
  ) {
    @inline(always) func summed(_ re: Vector, _ im: Vector) -> Vector {
      multiplyAdd(re, re, im * im)
    }
    for r in 0..<rows {
      let row = x + r &* 2 &* columns
      map(columns, row, row + columns, into: y + r &* columns, summed)
    }
  }
}

/// Sums in four accumulators, which hides the latency of the addition.
@inline(always) private func shortSumOfSquares(_ count: Int, _ x: Floats) -> Float {
  var a = all(0)
  var b = all(0)
  var c = all(0)
  var d = all(0)
  var i = 0
  while i &+ 4 &* lanes <= count {
    let p = x + i
    let v0 = load(p)
    let v1 = load(p + lanes)
    let v2 = load(p + 2 &* lanes)
    let v3 = load(p + 3 &* lanes)
    a = multiplyAdd(v0, v0, a)
    b = multiplyAdd(v1, v1, b)
    c = multiplyAdd(v2, v2, c)
    d = multiplyAdd(v3, v3, d)
    i &+= 4 &* lanes
  }
  while i &+ lanes <= count {
    let v = load(x + i)
    a = multiplyAdd(v, v, a)
    i &+= lanes
  }
  if i < count {
    let v = loadPartial(x + i, count &- i)
    b = multiplyAdd(v, v, b)
  }
  return total((a + b) + (c + d))
}
