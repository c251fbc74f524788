import Foundation
import Kernels
import Testing

@Suite struct OptimizersTests {
  @Test func `AdamW follows the paper over several steps`() {
    let (rate, beta1, beta2, epsilon, decay) = (
      Float(1e-2), Float(0.9), Float(0.98), Float(1e-6), Float(0.1)
    )
    everyCase { k, count, place in
      let p = PaddedFloats(numbers(count, 1), place)
      let m = PaddedFloats([Float](repeating: 0, count: count), place)
      let v = PaddedFloats([Float](repeating: 0, count: count), place)
      var twinP = p.values.doubles
      var twinM = m.values.doubles
      var twinV = v.values.doubles
      var terms = twinM
      var tolerance = twinM
      for step in 1...5 {
        let gradient = PaddedFloats(numbers(count, 10 + step, range: 0.1), place)
        let correction1 = Float(1 - pow(Double(beta1), Double(step)))
        let correction2 = Float(1 - pow(Double(beta2), Double(step)))
        k.adamW(
          count, p.p, gradient: gradient.p, m: m.p, v: v.p, rate: rate, beta1: beta1,
          beta2: beta2, epsilon: epsilon, correction1: correction1, correction2: correction2,
          decay: decay)
        for i in 0..<count {
          let g = Double(gradient.p[i])
          twinM[i] = Double(beta1) * twinM[i] + (1 - Double(beta1)) * g
          terms[i] = Double(beta1) * terms[i] + (1 - Double(beta1)) * abs(g)
          twinV[i] = Double(beta2) * twinV[i] + (1 - Double(beta2)) * g * g
          let root = (twinV[i] / Double(correction2)).squareRoot() + Double(epsilon)
          let moved = twinM[i] / Double(correction1) / root + Double(decay) * twinP[i]
          // m takes three roundings a step, v four (of which the root halves), and the quotient
          // six: of terms that do not cancel, `terms`. Then the sum with the decay, and p's own.
          let error = Double(3 * step + 2 * step + 8) * u * terms[i] / Double(correction1) / root
          tolerance[i] +=
            Double(rate) * (error + 3 * u * (abs(moved) + Double(decay) * abs(twinP[i])))
          twinP[i] -= Double(rate) * moved
          tolerance[i] += u * abs(twinP[i])
        }
        expectIntact(gradient)
        expectClose(m.values, twinM, within: { Double(3 * step) * u * terms[$0] }, "m")
        expectClose(v.values, twinV, within: { Double(4 * step) * u * twinV[$0] }, "v")
        expectClose(p.values, twinP, within: { tolerance[$0] * 1.01 }, "p")
      }
      expectIntact(p, m, v)
    }
  }

  @Test func `a small decay acts at its full strength`() {
    // As a factor 1 - rate·decay of p, rounded to single precision, a decay of 1e-4 would be off by
    // up to 6e-4 of itself, and always to the same side.
    for set in instructionSets {
      var p: [Float] = [1]
      var m: [Float] = [0]
      var v: [Float] = [0]
      for _ in 0..<1_000 {
        set.kernels.adamW(
          1, &p, gradient: [0], m: &m, v: &v, rate: 1e-2, beta1: 0.9, beta2: 0.98,
          epsilon: 1e-8, correction1: 1, correction2: 1, decay: 1e-2)
      }
      // Each step subtracts 1e-4·p and rounds p once.
      #expect(abs(Double(p[0]) - exp(1_000 * log(1 - 1e-4))) < 1_000 * 1.01 * u)
    }
  }

  @Test func `gradient descent with momentum follows its formula`() {
    let (rate, momentum, decay) = (Float(0.05), Float(0.9), Float(0.01))
    everyCase { k, count, place in
      let p = PaddedFloats(numbers(count, 1), place)
      let velocity = PaddedFloats(numbers(count, 2), place)
      var twinP = p.values.doubles
      var twinVelocity = velocity.values.doubles
      var error = twinP.map { _ in 0.0 }
      var tolerance = error
      for step in 1...4 {
        let gradient = PaddedFloats(numbers(count, 10 + step), place)
        k.sgd(
          count, p.p, gradient: gradient.p, velocity: velocity.p, rate: rate,
          momentum: momentum, decay: decay)
        for i in 0..<count {
          let g = Double(gradient.p[i]) + Double(decay) * twinP[i]
          // Each step: two roundings of the decayed gradient, two of the velocity, two of p.
          error[i] =
            error[i] + Double(decay) * tolerance[i]
            + 4 * u * (abs(twinVelocity[i]) + abs(Double(gradient.p[i])) + abs(twinP[i]))
          twinVelocity[i] = Double(momentum) * twinVelocity[i] + g
          twinP[i] -= Double(rate) * twinVelocity[i]
          tolerance[i] +=
            Double(rate) * (error[i] + u * abs(twinVelocity[i])) + u * abs(twinP[i])
        }
        expectClose(velocity.values, twinVelocity, within: { error[$0] }, "velocity")
        expectClose(p.values, twinP, within: { tolerance[$0] }, "p")
        expectIntact(gradient)
      }
      expectIntact(p, velocity)
    }
  }
}
