import Foundation
import KernelInterface
import Kernels
import Testing

@Suite struct FastMathTests {
  /// Floats from `low` to `high` with evenly spaced bit patterns.
  func sweep(from low: Float, to high: Float, count: Int) -> [Float] {
    let step = (Int(high.bitPattern) - Int(low.bitPattern)) / count
    return (0..<count).map { Float(bitPattern: low.bitPattern + UInt32($0 * step)) } + [high]
  }

  @Test func `the exponential has its documented error over its whole range`() {
    // 1.2e-7 is the documented bound.
    let inputs =
      sweep(from: 1e-9, to: 88, count: 400_000)
      + sweep(from: 1e-9, to: 87.33, count: 400_000).map { -$0 }
    for set in instructionSets {
      let x = PaddedFloats(inputs)
      let y = PaddedFloats(inputs)
      set.kernels.exponential(inputs.count, x.p, into: y.p)
      let worst = zip(inputs, y.values).map { abs(Double($1) / exp(Double($0)) - 1) }.max()!
      #expect(worst < 1.2e-7, "\(set)")
      expectIntact(x, y)
    }
  }

  @Test func `the logarithm has its documented error over its whole range`() {
    let inputs =
      sweep(from: .leastNormalMagnitude, to: .greatestFiniteMagnitude, count: 400_000)
      + sweep(from: 0.98, to: 1.02, count: 400_000)
    for set in instructionSets {
      let x = PaddedFloats(inputs)
      let y = PaddedFloats(inputs)
      set.kernels.logarithm(
        inputs.count, floor: .leastNormalMagnitude, x.p, into: y.p)
      let worst = zip(inputs, y.values).map { (x, y) in
        let truth = log(Double(x))
        return truth == 0 ? abs(Double(y)) : abs(Double(y) / truth - 1)
      }.max()!
      #expect(worst < 1.2e-7, "\(set)")
    }
  }

  @Test func `extreme exponents give 0 and e to the 88th power`() {
    let x: [Float] = [
      -.infinity, -.greatestFiniteMagnitude, -1e4, -100, -87.4, 88.1, 100, 1e4,
      .greatestFiniteMagnitude, .infinity, 0, -0.0,
    ]
    for set in instructionSets {
      var y = x
      set.kernels.exponential(x.count, x, into: &y)
      #expect(y[..<5].allSatisfy { $0 == 0 })
      #expect(y[5..<10].allSatisfy { abs(Double($0) / exp(88) - 1) < 1.2e-7 })
      #expect(y[10...] == [1, 1])
    }
  }

  @Test func `the logarithm is bounded by the floor and propagates infinity`() {
    let x: [Float] = [-.infinity, -1, 0, 1e-30, 1e-10, .infinity]
    let floor = log(1e-10)
    for set in instructionSets {
      var y = x
      set.kernels.logarithm(x.count, floor: 1e-10, x, into: &y)
      #expect(y[..<5].allSatisfy { abs(Double($0) / floor - 1) < 2e-7 })
      #expect(y[5] == .infinity)
    }
  }

  /// A NaN with a payload in the low bits, which could be mistaken for an exponent.
  @Test(arguments: [0x7fc0_0000, 0x7fc0_0001, 0xffc0_01ff, 0x7fff_ffff] as [UInt32])
  func `NaN is propagated in every element`(bits: UInt32) {
    let x = [Float](repeating: Float(bitPattern: bits), count: 19)
    let dy = [Float](repeating: 1, count: 19)
    for set in instructionSets {
      let k = set.kernels
      var y = dy
      func expectNaN(_ name: String) {
        #expect(y.allSatisfy { $0.isNaN }, "\(name) \(set)")
        y = dy
      }
      k.exponential(19, x, into: &y)
      expectNaN("exponential")
      k.logarithm(19, floor: 1e-10, x, into: &y)
      expectNaN("logarithm")
      k.swish(19, x, into: &y)
      expectNaN("swish")
      k.swishBackward(19, x, dy, into: &y)
      expectNaN("swishBackward")
      k.scale(19, 2, x, into: &y)
      expectNaN("scale")
      k.addScaled(19, 2, x, to: &y)
      expectNaN("addScaled")
      k.dropout(19, key: 1, threshold: 0, scale: 2, x, into: &y)
      expectNaN("dropout")
      #expect(k.sumOfSquares(19, x).isNaN)
    }
  }

  @Test func `the result of an element does not depend on its position`() {
    let x = numbers(40, 1, range: 20)
    for set in instructionSets {
      let k = set.kernels
      var together = x
      var alone = x
      k.exponential(40, x, into: &together)
      for i in 0..<40 {
        alone.withUnsafeMutableBufferPointer { y in
          x.withUnsafeBufferPointer {
            k.exponential(1, $0.baseAddress! + i, into: y.baseAddress! + i)
          }
        }
      }
      #expect(together == alone)
      k.swish(40, x, into: &together)
      for i in 0..<40 {
        alone.withUnsafeMutableBufferPointer { y in
          x.withUnsafeBufferPointer { k.swish(1, $0.baseAddress! + i, into: y.baseAddress! + i) }
        }
      }
      #expect(together == alone)
    }
  }
}
