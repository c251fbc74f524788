import Kernels
import Testing

@Suite struct SwishTests {
  @Test func `swish follows its formula, in place too`() {
    everyCase { k, count, place in
      let start = numbers(count, 1, range: 12)
      let x = PaddedFloats(start, place)
      let y = PaddedFloats(start, place)
      k.swish(count, x.p, into: y.p)
      let reference = Reference.swish(start.doubles)
      // The documented error of the sigmoid, 2.5e-7, and one product.
      expectClose(y.values, reference, within: { (2.5e-7 + 1.01 * u) * abs(reference[$0]) })
      k.swish(count, x.p, into: x.p)
      #expect(x.values == y.values)
      expectIntact(x, y)
    }
  }

  @Test func `the gradient follows the derivative`() {
    everyCase { k, count, place in
      let x = PaddedFloats(numbers(count, 1, range: 12), place)
      let dy = PaddedFloats(numbers(count, 2), place)
      let dx = PaddedFloats(numbers(count, 3), place)
      k.swishBackward(count, x.p, dy.p, into: dx.p)
      let reference = zip(x.values.doubles, dy.values.doubles).map { x, dy in
        let s = Reference.sigmoid(x)
        return dy * s * (1 + x * (1 - s))
      }
      // The sigmoid has an error of 2.5e-7, as a factor and in 1 - s; four roundings.
      let relative = 2 * 2.5e-7 + 4 * u
      expectClose(
        dx.values, reference,
        within: {
          let x = Double(x.p[$0])
          return relative * abs(Double(dy.p[$0])) * Reference.sigmoid(x) * (1 + abs(x))
        })

      let differences = finiteDifferences(at: x.values.doubles.suffix(9)) {
        dot(Reference.swish($0), dy.values.suffix(9).doubles)
      }
      // |dy| < 3 and swish‴ < 1, so h²/6·3 = 5e-9. The kernel adds 13 units of `relative`·3.
      expectClose(dx.values.suffix(9), differences, within: { _ in 5e-9 + 39 * relative })
      expectIntact(x, dy, dx)
      k.swishBackward(count, x.p, dy.p, into: dy.p)
      #expect(dy.values == dx.values)
    }
  }

  @Test func `far from zero swish is zero or the identity`() {
    let x: [Float] = [-1e4, -3e38, -90, 1e4, 3e38, 90]
    for set in instructionSets {
      var y = x
      set.kernels.swish(6, x, into: &y)
      #expect(y == [0, 0, 0, 1e4, 3e38, 90])
      set.kernels.swishBackward(6, x, [Float](repeating: 2, count: 6), into: &y)
      #expect(y == [0, 0, 0, 2, 2, 2])
    }
  }
}
