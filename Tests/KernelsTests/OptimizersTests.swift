import Foundation
import Kernels
import Testing

@Suite struct OptimizersTests {
  @Test func `AdamW follows the published algorithm over several steps`() {
    let (rate, beta1, beta2, epsilon, decay) = (
      Float(1e-2), Float(0.9), Float(0.98), Float(1e-6), Float(0.1)
    )
    everyCase { k, count, place in
      let p = PaddedFloats(numbers(count, 1), place)
      let m = PaddedFloats([Float](repeating: 0, count: count), place)
      let v = PaddedFloats([Float](repeating: 0, count: count), place)
      var referenceP = p.values.doubles
      var referenceM = m.values.doubles
      var referenceV = v.values.doubles
      var terms = referenceM
      var tolerance = referenceM
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
          referenceM[i] = Double(beta1) * referenceM[i] + (1 - Double(beta1)) * g
          terms[i] = Double(beta1) * terms[i] + (1 - Double(beta1)) * abs(g)
          referenceV[i] = Double(beta2) * referenceV[i] + (1 - Double(beta2)) * g * g
          let root = (referenceV[i] / Double(correction2)).squareRoot() + Double(epsilon)
          let moved = referenceM[i] / Double(correction1) / root + Double(decay) * referenceP[i]
          // m has three roundings per step, v four (halved by the root), and the quotient six,
          // relative to `terms`, which do not cancel. Then the sum with the decay and p itself are
          // rounded.
          let error = Double(3 * step + 2 * step + 8) * u * terms[i] / Double(correction1) / root
          tolerance[i] +=
            Double(rate) * (error + 3 * u * (abs(moved) + Double(decay) * abs(referenceP[i])))
          referenceP[i] -= Double(rate) * moved
          tolerance[i] += u * abs(referenceP[i])
        }
        expectIntact(gradient)
        expectClose(m.values, referenceM, within: { Double(3 * step) * u * terms[$0] }, "m")
        expectClose(v.values, referenceV, within: { Double(4 * step) * u * referenceV[$0] }, "v")
        expectClose(p.values, referenceP, within: { tolerance[$0] * 1.01 }, "p")
      }
      expectIntact(p, m, v)
    }
  }

  @Test func `a small decay is applied with full precision`() {
    // A decay of 1e-4 applied as a factor 1 - rate·decay in single precision would have a relative
    // error of up to 6e-4, always with the same sign.
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

  @Test func `SGD with momentum follows its formula`() {
    let (rate, momentum, decay) = (Float(0.05), Float(0.9), Float(0.01))
    everyCase { k, count, place in
      let p = PaddedFloats(numbers(count, 1), place)
      let velocity = PaddedFloats(numbers(count, 2), place)
      var referenceP = p.values.doubles
      var referenceVelocity = velocity.values.doubles
      var error = referenceP.map { _ in 0.0 }
      var tolerance = error
      for step in 1...4 {
        let gradient = PaddedFloats(numbers(count, 10 + step), place)
        k.sgd(
          count, p.p, gradient: gradient.p, velocity: velocity.p, rate: rate,
          momentum: momentum, decay: decay)
        for i in 0..<count {
          let g = Double(gradient.p[i]) + Double(decay) * referenceP[i]
          // Each step: two roundings of the decayed gradient, two of the velocity, two of p.
          error[i] =
            error[i] + Double(decay) * tolerance[i]
            + 4 * u * (abs(referenceVelocity[i]) + abs(Double(gradient.p[i])) + abs(referenceP[i]))
          referenceVelocity[i] = Double(momentum) * referenceVelocity[i] + g
          referenceP[i] -= Double(rate) * referenceVelocity[i]
          tolerance[i] +=
            Double(rate) * (error[i] + u * abs(referenceVelocity[i])) + u * abs(referenceP[i])
        }
        expectClose(velocity.values, referenceVelocity, within: { error[$0] }, "velocity")
        expectClose(p.values, referenceP, within: { tolerance[$0] }, "p")
        expectIntact(gradient)
      }
      expectIntact(p, velocity)
    }
  }
}
