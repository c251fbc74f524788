import KernelInterface

/// The number of results that are summed at a time, in registers.
@inline(always) private var blockResults: Int { 8 }

/// The number of rows of a padded column: (kernelSize-1)/2 zeros, the frames, and zeros up to the
/// last row that a block reads.
@inline(always) func paddedRows(_ frames: Int, _ kernelSize: Int) -> Int {
  frames &+ kernelSize &+ blockResults &- 2
}

/// Calls `body(c, count)` for every vector of channels. Its first `count` lanes are channels.
@inline(always) func eachColumn(_ channels: Int, _ body: (Int, Int) -> Void) {
  var c = 0
  while c < channels {
    body(c, channels &- c < lanes ? channels &- c : lanes)
    c &+= lanes
  }
}

@inline(always) func loadPrefix(_ p: Floats, _ count: Int) -> Vector {
  count == lanes ? load(p) : loadPartial(p, count)
}

@inline(always) func storePrefix(_ v: Vector, _ p: MutableFloats, _ count: Int) {
  if count == lanes { store(v, p) } else { storePartial(v, p, count) }
}

/// Copies a column of `count` channels. Its rows are `row` floats apart in x and `lanes` floats
/// apart in the copy.
/// - Returns: the sum of the rows.
@inline(always) @discardableResult
func copyColumn(
  _ rows: Int, _ x: Floats, row: Int, _ count: Int, into copy: MutableFloats
) -> Vector {
  var sum = all(0)
  for t in 0..<rows {
    let v = loadPrefix(x + t &* row, count)
    store(v, copy + t &* lanes)
    sum += v
  }
  return sum
}

@inline(always) func copyPadded(
  _ frames: Int, _ channels: Int, _ kernelSize: Int, _ x: Floats, _ count: Int,
  into copy: MutableFloats
) {
  let half = kernelSize / 2
  for t in 0..<half { store(all(0), copy + t &* lanes) }
  copyColumn(frames, x, row: channels, count, into: copy + half &* lanes)
  for t in (half &+ frames)..<paddedRows(frames, kernelSize) { store(all(0), copy + t &* lanes) }
}

/// Computes one column of y[t] = start + Σ_j w[j]·x[t + j - (kernelSize-1)/2].
@inline(always) func correlateOverTime(
  _ frames: Int, _ channels: Int, _ kernelSize: Int, _ x: Floats, _ w: Floats, row wRow: Int,
  from start: Vector, into y: MutableFloats, _ count: Int, scratch: MutableFloats
) {
  let factors = scratch + paddedRows(frames, kernelSize) &* lanes
  copyPadded(frames, channels, kernelSize, x, count, into: scratch)
  copyColumn(kernelSize, w, row: wRow, count, into: factors)
  correlate(results: frames, terms: kernelSize, scratch, factors, from: start) { t, value in
    storePrefix(value, y + t &* channels, count)
  }
}

/// Calls `result(i, start + Σ_k factors[k]·x[i+k])` for every i below `results`. Rows are vectors.
@inline(always) func correlate(
  results: Int, terms: Int, _ x: Floats, _ factors: Floats, from start: Vector,
  _ result: (Int, Vector) -> Void
) {
  var i = 0
  while i < results {
    let x = x + i &* lanes
    let rest = results &- i
    if rest > blockResults / 2 {
      let sums = Correlation<8>.sums(terms, x, factors, from: start)
      for r in 0..<(rest < 8 ? rest : 8) { result(i &+ r, sums[r]) }
      i &+= 8
    } else {
      let sums = Correlation<4>.sums(terms, x, factors, from: start)
      for r in 0..<rest { result(i &+ r, sums[r]) }
      i &+= 4
    }
  }
}

enum Correlation<let results: Int> {
  /// Sums three terms at a time, so that each row of x is loaded once for the three.
  @inline(always) static func sums(
    _ terms: Int, _ x: Floats, _ factors: Floats, from start: Vector
  ) -> InlineArray<results, Vector> {
    var sums = InlineArray<results, Vector>(repeating: start)
    var x = x
    var factors = factors
    var left = terms
    while left >= 3 {
      let f0 = load(factors)
      let f1 = load(factors + lanes)
      let f2 = load(factors + 2 &* lanes)
      var x0 = load(x)
      var x1 = load(x + lanes)
      for r in 0..<results {
        let x2 = load(x + (r &+ 2) &* lanes)
        sums[r] = multiplyAdd(x2, f2, multiplyAdd(x1, f1, multiplyAdd(x0, f0, sums[r])))
        x0 = x1
        x1 = x2
      }
      x += 3 &* lanes
      factors += 3 &* lanes
      left &-= 3
    }
    while left > 0 {
      let f = load(factors)
      for r in 0..<results { sums[r] = multiplyAdd(load(x + r &* lanes), f, sums[r]) }
      x += lanes
      factors += lanes
      left &-= 1
    }
    return sums
  }
}
