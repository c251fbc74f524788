import KernelInterface

// The gated linear unit (Dauphin et al. 2017).
extension KernelImplementation {
  @inline(never) package static func glu(
    rows: Int, columns: Int, _ x: Floats, into y: MutableFloats
  ) {
    @inline(always) func gated(_ a: Vector, _ b: Vector) -> Vector { a * sigmoid(b) }
    for r in 0..<rows {
      let row = x + r &* 2 &* columns
      map(columns, row, row + columns, into: y + r &* columns, gated)
    }
  }

  // forward: y = a·s, s = sigmoid(b)
  // so:      da = dy·s, db = dy·a·s·(1 - s)
  @inline(never) package static func gluBackward(
    rows: Int, columns: Int, _ x: Floats, _ dy: Floats, into dx: MutableFloats
  ) {
    for r in 0..<rows {
      let a = x + r &* 2 &* columns
      let b = a + columns
      let dy = dy + r &* columns
      let da = dx + r &* 2 &* columns
      let db = da + columns
      var c = 0
      while c &+ lanes <= columns {
        let (forA, forB) = gluGradient(load(a + c), load(b + c), load(dy + c))
        store(forA, da + c)
        store(forB, db + c)
        c &+= lanes
      }
      let rest = columns &- c
      if rest > 0 {
        let (forA, forB) = gluGradient(
          loadPartial(a + c, rest), loadPartial(b + c, rest), loadPartial(dy + c, rest))
        storePartial(forA, da + c, rest)
        storePartial(forB, db + c, rest)
      }
    }
  }
}

@inline(always) private func gluGradient(
  _ a: Vector, _ b: Vector, _ dy: Vector
) -> (Vector, Vector) {
  let s = sigmoid(b)
  let da = dy * s
  return (da, da * a * (all(1) - s))
}
