import KernelInterface

extension KernelImplementation {
  @inline(never) package static func adamW(
    _ count: Int, _ p: MutableFloats, gradient: Floats, m: MutableFloats, v: MutableFloats,
    rate: Float, beta1: Float, beta2: Float, epsilon: Float, correction1: Float,
    correction2: Float, decay: Float
  ) {
    let rest1 = all(1 - beta1)
    let rest2 = all(1 - beta2)
    let forM = all(1 / correction1)
    let forRoot = all(1 / correction2.squareRoot())
    /// Computes √v̂ as √v/√correction2. The decay is added to the step, because a factor
    /// 1 - rate·decay of p would lose most digits of a small decay.
    @inline(always) func moved(
      _ p: inout Vector, _ gradient: Vector, _ m: inout Vector, _ v: inout Vector
    ) {
      m = multiplyAdd(all(beta1), m, rest1 * gradient)
      v = multiplyAdd(all(beta2), v, rest2 * gradient * gradient)
      let step = m * forM / multiplyAdd(v.squareRoot(), forRoot, all(epsilon))
      p = multiplyAdd(all(-rate), multiplyAdd(all(decay), p, step), p)
    }
    var i = 0
    while i &+ lanes <= count {
      var newP = load(p + i)
      var newM = load(m + i)
      var newV = load(v + i)
      moved(&newP, load(gradient + i), &newM, &newV)
      store(newP, p + i)
      store(newM, m + i)
      store(newV, v + i)
      i &+= lanes
    }
    let rest = count &- i
    if rest > 0 {
      var newP = loadPartial(p + i, rest)
      var newM = loadPartial(m + i, rest)
      var newV = loadPartial(v + i, rest)
      moved(&newP, loadPartial(gradient + i, rest), &newM, &newV)
      storePartial(newP, p + i, rest)
      storePartial(newM, m + i, rest)
      storePartial(newV, v + i, rest)
    }
  }

  @inline(never) package static func sgd(
    _ count: Int, _ p: MutableFloats, gradient: Floats, velocity: MutableFloats, rate: Float,
    momentum: Float, decay: Float
  ) {
    @inline(always) func moved(
      _ p: inout Vector, _ gradient: Vector, _ velocity: inout Vector
    ) {
      velocity = multiplyAdd(all(momentum), velocity, multiplyAdd(all(decay), p, gradient))
      p = multiplyAdd(all(-rate), velocity, p)
    }
    var i = 0
    while i &+ lanes <= count {
      var newP = load(p + i)
      var newVelocity = load(velocity + i)
      moved(&newP, load(gradient + i), &newVelocity)
      store(newP, p + i)
      store(newVelocity, velocity + i)
      i &+= lanes
    }
    let rest = count &- i
    if rest > 0 {
      var newP = loadPartial(p + i, rest)
      var newVelocity = loadPartial(velocity + i, rest)
      moved(&newP, loadPartial(gradient + i, rest), &newVelocity)
      storePartial(newP, p + i, rest)
      storePartial(newVelocity, velocity + i, rest)
    }
  }
}
