import KernelInterface

// Layer normalisation (Ba, Kiros and Hinton 2016). The backward pass processes two rows at a time:
// the horizontal sums of one row overlap with the arithmetic of the other, and gain, dGain and
// dBias are loaded once for both.
extension KernelImplementation {
  @inline(never) package static func layerNorm(
    rows: Int, columns: Int, _ x: Floats, gain: Floats, bias: Floats, into y: MutableFloats,
    means: MutableFloats, rstds: MutableFloats
  ) {
    for r in 0..<rows {
      normalize(
        columns, x + r &* columns, gain, bias, y + r &* columns, means + r, rstds + r)
    }
  }

  @inline(never) package static func layerNormBackward(
    rows: Int, columns: Int, _ x: Floats, gain: Floats, means: Floats, rstds: Floats,
    _ dy: Floats, into dx: MutableFloats, adds: Bool, dGain: MutableFloats,
    dBias: MutableFloats
  ) {
    var r = 0
    while r &+ 2 <= rows {
      let start = r &* columns
      propagate(
        Rows<2>.self, columns, x + start, gain, means + r, rstds + r, dy + start, dx + start,
        adds, dGain, dBias)
      r &+= 2
    }
    if r < rows {
      let start = r &* columns
      propagate(
        Rows<1>.self, columns, x + start, gain, means + r, rstds + r, dy + start, dx + start,
        adds, dGain, dBias)
    }
  }
}

/// The number of rows that are processed together.
private typealias Rows<let count: Int> = InlineArray<count, Void>

/// The number added to the variance, so that a constant row stays finite.
private let epsilon: Float = 1e-5

@inline(always) private func normalize(
  _ columns: Int, _ x: Floats, _ gain: Floats, _ bias: Floats, _ y: MutableFloats,
  _ means: MutableFloats, _ rstds: MutableFloats
) {
  let whole = columns / lanes &* lanes
  let rest = columns &- whole
  var even = all(0)
  var odd = all(0)
  var c = 0
  while c &+ 2 &* lanes <= whole {
    even += load(x + c)
    odd += load(x + c + lanes)
    c &+= 2 &* lanes
  }
  if c < whole { even += load(x + c) }
  if rest > 0 { odd += loadPartial(x + whole, rest) }
  means[0] = total(even + odd) / Float(columns)
  let mean = all(means[0])

  even = all(0)
  odd = all(0)
  c = 0
  while c &+ 2 &* lanes <= whole {
    let first = load(x + c) - mean
    let second = load(x + c + lanes) - mean
    even = multiplyAdd(first, first, even)
    odd = multiplyAdd(second, second, odd)
    c &+= 2 &* lanes
  }
  if c < whole {
    let last = load(x + c) - mean
    even = multiplyAdd(last, last, even)
  }
  if rest > 0 {
    let last = keep(loadPartial(x + whole, rest) - mean, first: rest)
    odd = multiplyAdd(last, last, odd)
  }
  rstds[0] = 1 / (total(even + odd) / Float(columns) + epsilon).squareRoot()
  let rstd = all(rstds[0])

  c = 0
  while c < whole {
    let n = (load(x + c) - mean) * rstd
    store(multiplyAdd(n, load(gain + c), load(bias + c)), y + c)
    c &+= lanes
  }
  if rest > 0 {
    let n = (loadPartial(x + c, rest) - mean) * rstd
    let last = multiplyAdd(n, loadPartial(gain + c, rest), loadPartial(bias + c, rest))
    storePartial(last, y + c, rest)
  }
}

// forward: n = (x - mean)·rstd, y[c] = n[c]·gain[c] + bias[c]
// so:      dGain[c] += Σ dy[c]·n[c], dBias[c] += Σ dy[c], and with g = dy·gain
//          dx = rstd·(g - mean(g) - n·mean(g·n))
@inline(always) private func propagate<let rows: Int>(
  _: Rows<rows>.Type, _ columns: Int, _ x: Floats, _ gain: Floats, _ means: Floats,
  _ rstds: Floats, _ dy: Floats, _ dx: MutableFloats, _ adds: Bool, _ dGain: MutableFloats,
  _ dBias: MutableFloats
) {
  var mean = InlineArray<rows, Vector>(repeating: all(0))
  var rstd = mean
  for k in 0..<rows {
    mean[k] = all(means[k])
    rstd[k] = all(rstds[k])
  }
  var meanG = InlineArray<rows, Vector>(repeating: all(0))
  var meanGN = meanG
  addParameterGradients(columns, x, gain, mean, rstd, dy, dGain, dBias, &meanG, &meanGN)
  for k in 0..<rows {
    meanG[k] = all(total(meanG[k]) / Float(columns))
    meanGN[k] = all(total(meanGN[k]) / Float(columns))
  }
  writeInputGradient(columns, x, gain, mean, rstd, dy, dx, adds, meanG, meanGN)
}

/// Adds to dGain and dBias, and sums g and g·n of each row.
@inline(always) private func addParameterGradients<let rows: Int>(
  _ columns: Int, _ x: Floats, _ gain: Floats, _ mean: InlineArray<rows, Vector>,
  _ rstd: InlineArray<rows, Vector>, _ dy: Floats, _ dGain: MutableFloats, _ dBias: MutableFloats,
  _ sumG: inout InlineArray<rows, Vector>, _ sumGN: inout InlineArray<rows, Vector>
) {
  let whole = columns / lanes &* lanes
  let rest = columns &- whole
  var c = 0
  while c < whole {
    let weight = load(gain + c)
    var forGain = load(dGain + c)
    var forBias = load(dBias + c)
    for k in 0..<rows {
      let at = k &* columns &+ c
      let d = load(dy + at)
      let n = (load(x + at) - mean[k]) * rstd[k]
      let g = d * weight
      forGain = multiplyAdd(d, n, forGain)
      forBias += d
      sumG[k] += g
      sumGN[k] = multiplyAdd(g, n, sumGN[k])
    }
    store(forGain, dGain + c)
    store(forBias, dBias + c)
    c &+= lanes
  }
  guard rest > 0 else { return }
  let weight = loadPartial(gain + c, rest)
  var forGain = loadPartial(dGain + c, rest)
  var forBias = loadPartial(dBias + c, rest)
  for k in 0..<rows {
    let at = k &* columns &+ c
    // dy is 0 in the lanes after the row, so they add nothing if the row's mean is finite.
    let d = loadPartial(dy + at, rest)
    let g = d * weight
    let n = (loadPartial(x + at, rest) - mean[k]) * rstd[k]
    forGain = multiplyAdd(d, n, forGain)
    forBias += d
    sumG[k] += g
    sumGN[k] = multiplyAdd(g, n, sumGN[k])
  }
  storePartial(forGain, dGain + c, rest)
  storePartial(forBias, dBias + c, rest)
}

/// dx = rstd·(g - mean(g) - n·mean(g·n)), or adds this to dx.
@inline(always) private func writeInputGradient<let rows: Int>(
  _ columns: Int, _ x: Floats, _ gain: Floats, _ mean: InlineArray<rows, Vector>,
  _ rstd: InlineArray<rows, Vector>, _ dy: Floats, _ dx: MutableFloats, _ adds: Bool,
  _ meanG: InlineArray<rows, Vector>, _ meanGN: InlineArray<rows, Vector>
) {
  let whole = columns / lanes &* lanes
  let rest = columns &- whole
  var c = 0
  while c < whole {
    let weight = load(gain + c)
    for k in 0..<rows {
      let at = k &* columns &+ c
      let n = (load(x + at) - mean[k]) * rstd[k]
      let centred = multiplyAdd(load(dy + at), weight, -meanG[k])
      let d = multiplyAdd(-n, meanGN[k], centred) * rstd[k]
      store(adds ? load(dx + at) + d : d, dx + at)
    }
    c &+= lanes
  }
  guard rest > 0 else { return }
  let weight = loadPartial(gain + c, rest)
  for k in 0..<rows {
    let at = k &* columns &+ c
    let n = (loadPartial(x + at, rest) - mean[k]) * rstd[k]
    let centred = multiplyAdd(loadPartial(dy + at, rest), weight, -meanG[k])
    let d = multiplyAdd(-n, meanGN[k], centred) * rstd[k]
    storePartial(adds ? loadPartial(dx + at, rest) + d : d, dx + at, rest)
  }
}
