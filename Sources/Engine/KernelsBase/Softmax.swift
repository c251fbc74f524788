import KernelInterface

extension KernelImplementation {
  @inline(never) package static func softmax(
    rows: Int, columns: Int, _ a: Floats, row aRow: Int, _ b: Floats, row bRow: Int,
    scale: Float, into y: MutableFloats, row yRow: Int
  ) {
    guard columns > 0 else { return }
    for r in 0..<rows {
      let y = y + r &* yRow
      let greatest = addAndScale(columns, a + r &* aRow, b + r &* bRow, scale, y)
      let sum = sumOfExponentials(columns, Floats(y), greatest, keptIn: y)
      let share = all(1 / sum)
      @inline(always) func normalized(_ y: Vector) -> Vector { y * share }
      map(columns, y, into: y, normalized)
    }
  }

  // forward: y = softmax(scale·z), ∂y[i]/∂z[j] = scale·y[i]·(δ[i,j] - y[j])
  // so:      dz = scale·y·(dy - Σ y·dy)
  @inline(never) package static func softmaxBackward(
    rows: Int, columns: Int, _ y: Floats, row yRow: Int, _ dy: Floats, row dyRow: Int,
    scale: Float, into dx: MutableFloats, row dxRow: Int
  ) {
    for r in 0..<rows {
      let y = y + r &* yRow
      let dy = dy + r &* dyRow
      let mean = all(dot(columns, y, dy))
      let factor = all(scale)
      @inline(always) func propagated(_ y: Vector, _ dy: Vector) -> Vector {
        y * factor * (dy - mean)
      }
      map(columns, y, dy, into: dx + r &* dxRow, propagated)
    }
  }

  @inline(never) package static func logSoftmax(
    rows: Int, columns: Int, _ x: Floats, into y: MutableFloats
  ) {
    guard columns > 0 else { return }
    for r in 0..<rows {
      let x = x + r &* columns
      let greatest = largest(columns, x)
      let sum = sumOfExponentials(columns, x, greatest, keptIn: nil)
      let top = all(greatest)
      let logarithm = log(all(sum))
      // The difference x - top comes first, because it is exact for x near the largest.
      @inline(always) func normalized(_ x: Vector) -> Vector { (x - top) - logarithm }
      map(columns, x, into: y + r &* columns, normalized)
    }
  }
}

// The result of `largest` is undefined for a row that contains NaN. The row's sum of exponentials
// is then NaN, and so is its result.

/// Computes y = scale·(a + b) and returns the largest element.
@inline(always) private func addAndScale(
  _ columns: Int, _ a: Floats, _ b: Floats, _ scale: Float, _ y: MutableFloats
) -> Float {
  let factor = all(scale)
  var even = all(-.infinity)
  var odd = even
  var c = 0
  while c &+ 2 &* lanes <= columns {
    let first = (load(a + c) + load(b + c)) * factor
    let second = (load(a + c + lanes) + load(b + c + lanes)) * factor
    store(first, y + c)
    store(second, y + c + lanes)
    even = larger(even, first)
    odd = larger(odd, second)
    c &+= 2 &* lanes
  }
  if c &+ lanes <= columns {
    let v = (load(a + c) + load(b + c)) * factor
    store(v, y + c)
    even = larger(even, v)
    c &+= lanes
  }
  let rest = columns &- c
  if rest > 0 {
    let v = (loadPartial(a + c, rest) + loadPartial(b + c, rest)) * factor
    storePartial(v, y + c, rest)
    odd = larger(odd, keep(v, first: rest, else: -.infinity))
  }
  return largest(larger(even, odd))
}

@inline(always) private func largest(_ columns: Int, _ x: Floats) -> Float {
  var even = all(-.infinity)
  var odd = even
  var c = 0
  while c &+ 2 &* lanes <= columns {
    even = larger(even, load(x + c))
    odd = larger(odd, load(x + c + lanes))
    c &+= 2 &* lanes
  }
  if c &+ lanes <= columns {
    even = larger(even, load(x + c))
    c &+= lanes
  }
  let rest = columns &- c
  if rest > 0 {
    odd = larger(odd, keep(loadPartial(x + c, rest), first: rest, else: -.infinity))
  }
  return largest(larger(even, odd))
}

/// Returns Σ e^(x - greatest) and, if y is not nil, writes the terms to y.
@inline(always) private func sumOfExponentials(
  _ columns: Int, _ x: Floats, _ greatest: Float, keptIn y: MutableFloats?
) -> Float {
  let top = all(greatest)
  var even = all(0)
  var odd = all(0)
  var c = 0
  while c &+ 2 &* lanes <= columns {
    let first = expUpTo88(load(x + c) - top)
    let second = expUpTo88(load(x + c + lanes) - top)
    if let y {
      store(first, y + c)
      store(second, y + c + lanes)
    }
    even += first
    odd += second
    c &+= 2 &* lanes
  }
  if c &+ lanes <= columns {
    let v = expUpTo88(load(x + c) - top)
    if let y { store(v, y + c) }
    even += v
    c &+= lanes
  }
  let rest = columns &- c
  if rest > 0 {
    let v = keep(expUpTo88(loadPartial(x + c, rest) - top), first: rest)
    if let y { storePartial(v, y + c, rest) }
    odd += v
  }
  return total(even + odd)
}

@inline(always) private func dot(_ count: Int, _ x: Floats, _ y: Floats) -> Float {
  var a = all(0)
  var b = all(0)
  var c = all(0)
  var d = all(0)
  var i = 0
  while i &+ 4 &* lanes <= count {
    a = multiplyAdd(load(x + i), load(y + i), a)
    b = multiplyAdd(load(x + i + lanes), load(y + i + lanes), b)
    c = multiplyAdd(load(x + i + 2 &* lanes), load(y + i + 2 &* lanes), c)
    d = multiplyAdd(load(x + i + 3 &* lanes), load(y + i + 3 &* lanes), d)
    i &+= 4 &* lanes
  }
  while i &+ lanes <= count {
    a = multiplyAdd(load(x + i), load(y + i), a)
    i &+= lanes
  }
  let rest = count &- i
  if rest > 0 { b = multiplyAdd(loadPartial(x + i, rest), loadPartial(y + i, rest), b) }
  return total((a + b) + (c + d))
}
