import KernelInterface

// Ba, Kiros and Hinton 2016. Backward takes two rows at a time: the horizontal sums of one hide
// behind the arithmetic of the other, and what belongs to a column is read once for both.
extension KernelImplementation {
  @inline(never) package static func layerNorm(
    rows: Int, columns: Int, _ x: Floats, gain: Floats, bias: Floats, into y: MutableFloats,
    means: MutableFloats, scales: MutableFloats
  ) {
    for r in 0..<rows {
      normalize(
        columns, x + r &* columns, gain, bias, y + r &* columns, means + r, scales + r)
    }
  }

  @inline(never) package static func layerNormBackward(
    rows: Int, columns: Int, _ x: Floats, gain: Floats, means: Floats, scales: Floats,
    _ dy: Floats, into dx: MutableFloats, adds: Bool, dGain: MutableFloats,
    dBias: MutableFloats
  ) {
    var r = 0
    while r &+ 2 <= rows {
      let start = r &* columns
      propagate(
        Rows<2>.self, columns, x + start, gain, means + r, scales + r, dy + start, dx + start,
        adds, dGain, dBias)
      r &+= 2
    }
    if r < rows {
      let start = r &* columns
      propagate(
        Rows<1>.self, columns, x + start, gain, means + r, scales + r, dy + start, dx + start,
        adds, dGain, dBias)
    }
  }
}

/// How many rows a step takes.
private typealias Rows<let count: Int> = InlineArray<count, Void>

/// x + 1e-5 under the root keeps a constant row finite.
private let epsilon: Float = 1e-5

@inline(always) private func normalize(
  _ columns: Int, _ x: Floats, _ gain: Floats, _ bias: Floats, _ y: MutableFloats,
  _ means: MutableFloats, _ scales: MutableFloats
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
  scales[0] = 1 / (total(even + odd) / Float(columns) + epsilon).squareRoot()
  let scale = all(scales[0])

  c = 0
  while c < whole {
    let n = (load(x + c) - mean) * scale
    store(multiplyAdd(n, load(gain + c), load(bias + c)), y + c)
    c &+= lanes
  }
  if rest > 0 {
    let n = (loadPartial(x + c, rest) - mean) * scale
    let last = multiplyAdd(n, loadPartial(gain + c, rest), loadPartial(bias + c, rest))
    storePartial(last, y + c, rest)
  }
}

// forward: n = (x - mean)·scale, y[c] = n[c]·gain[c] + bias[c]
// so:      dGain[c] += Σ dy[c]·n[c], dBias[c] += Σ dy[c], and with g = dy·gain
//          dx = scale·(g - mean(g) - n·mean(g·n))
@inline(always) private func propagate<let rows: Int>(
  _: Rows<rows>.Type, _ columns: Int, _ x: Floats, _ gain: Floats, _ means: Floats,
  _ scales: Floats, _ dy: Floats, _ dx: MutableFloats, _ adds: Bool, _ dGain: MutableFloats,
  _ dBias: MutableFloats
) {
  let whole = columns / lanes &* lanes
  let rest = columns &- whole
  var sums = InlineArray<rows, Vector>(repeating: all(0))
  var products = sums
  var mean = sums
  var scale = sums
  for k in 0..<rows {
    mean[k] = all(means[k])
    scale[k] = all(scales[k])
  }

  var c = 0
  while c < whole {
    let weight = load(gain + c)
    var forGain = load(dGain + c)
    var forBias = load(dBias + c)
    for k in 0..<rows {
      let at = k &* columns &+ c
      let d = load(dy + at)
      let n = (load(x + at) - mean[k]) * scale[k]
      let g = d * weight
      forGain = multiplyAdd(d, n, forGain)
      forBias += d
      sums[k] += g
      products[k] = multiplyAdd(g, n, products[k])
    }
    store(forGain, dGain + c)
    store(forBias, dBias + c)
    c &+= lanes
  }
  if rest > 0 {
    let weight = loadPartial(gain + c, rest)
    var forGain = loadPartial(dGain + c, rest)
    var forBias = loadPartial(dBias + c, rest)
    for k in 0..<rows {
      let at = k &* columns &+ c
      // Behind the row dy is 0, so that only rows whose mean is not finite add anything there.
      let d = loadPartial(dy + at, rest)
      let g = d * weight
      let n = (loadPartial(x + at, rest) - mean[k]) * scale[k]
      forGain = multiplyAdd(d, n, forGain)
      forBias += d
      sums[k] += g
      products[k] = multiplyAdd(g, n, products[k])
    }
    storePartial(forGain, dGain + c, rest)
    storePartial(forBias, dBias + c, rest)
  }
  for k in 0..<rows {
    sums[k] = all(total(sums[k]) / Float(columns))
    products[k] = all(total(products[k]) / Float(columns))
  }

  c = 0
  while c < whole {
    let weight = load(gain + c)
    for k in 0..<rows {
      let at = k &* columns &+ c
      let n = (load(x + at) - mean[k]) * scale[k]
      let centred = multiplyAdd(load(dy + at), weight, -sums[k])
      let d = multiplyAdd(-n, products[k], centred) * scale[k]
      store(adds ? load(dx + at) + d : d, dx + at)
    }
    c &+= lanes
  }
  if rest > 0 {
    let weight = loadPartial(gain + c, rest)
    for k in 0..<rows {
      let at = k &* columns &+ c
      let n = (loadPartial(x + at, rest) - mean[k]) * scale[k]
      let centred = multiplyAdd(loadPartial(dy + at, rest), weight, -sums[k])
      let d = multiplyAdd(-n, products[k], centred) * scale[k]
      storePartial(adds ? loadPartial(dx + at, rest) + d : d, dx + at, rest)
    }
  }
}
