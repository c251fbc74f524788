import KernelInterface

// The loops of element-wise kernels. They are passed a local `@inline(always)` function, because a
// closure literal that is used four times would not be inlined.

/// y[i] = f(x[i])
@inline(always) func map(
  _ count: Int, _ x: Floats, into y: MutableFloats, _ f: (Vector) -> Vector
) {
  var i = 0
  while i &+ 2 &* lanes <= count {
    let first = f(load(x + i))
    let second = f(load(x + i + lanes))
    store(first, y + i)
    store(second, y + i + lanes)
    i &+= 2 &* lanes
  }
  if i &+ lanes <= count {
    store(f(load(x + i)), y + i)
    i &+= lanes
  }
  let rest = count &- i
  if rest > 0 { storePartial(f(loadPartial(x + i, rest)), y + i, rest) }
}

/// z[i] = f(x[i], y[i])
@inline(always) func map(
  _ count: Int, _ x: Floats, _ y: Floats, into z: MutableFloats,
  _ f: (Vector, Vector) -> Vector
) {
  var i = 0
  while i &+ 2 &* lanes <= count {
    let first = f(load(x + i), load(y + i))
    let second = f(load(x + i + lanes), load(y + i + lanes))
    store(first, z + i)
    store(second, z + i + lanes)
    i &+= 2 &* lanes
  }
  if i &+ lanes <= count {
    store(f(load(x + i), load(y + i)), z + i)
    i &+= lanes
  }
  let rest = count &- i
  if rest > 0 {
    storePartial(f(loadPartial(x + i, rest), loadPartial(y + i, rest)), z + i, rest)
  }
}
