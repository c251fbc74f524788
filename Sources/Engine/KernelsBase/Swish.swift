import KernelInterface

extension KernelImplementation {
  @inline(never) package static func swish(_ count: Int, _ x: Floats, into y: MutableFloats) {
    @inline(always) func activated(_ x: Vector) -> Vector { x * sigmoid(x) }
    map(count, x, into: y, activated)
  }

  // forward: y = x·s, s = sigmoid(x), s′ = s·(1 - s)
  // so:      dx = dy·s·(1 + x·(1 - s))
  @inline(never) package static func swishBackward(
    _ count: Int, _ x: Floats, _ dy: Floats, into dx: MutableFloats
  ) {
    @inline(always) func differentiated(_ x: Vector, _ dy: Vector) -> Vector {
      let s = sigmoid(x)
      return dy * s * multiplyAdd(x, all(1) - s, all(1))
    }
    map(count, x, dy, into: dx, differentiated)
  }
}
