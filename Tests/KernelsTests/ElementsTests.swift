import Foundation
import Kernels
import Testing

@Suite struct ElementsTests {
  @Test func `a scaled array is added`() {
    everyCase { k, count, place in
      let x = PaddedFloats(numbers(count, 1), place)
      let start = numbers(count, 2)
      let y = PaddedFloats(start, place)
      k.addScaled(count, 0.7, x.p, to: y.p)
      let a = Double(Float(0.7))
      let reference = zip(x.values, start).map { a * Double($0) + Double($1) }
      // One rounding of the product without a fused multiply-add, and one of the sum.
      expectClose(
        y.values, reference, within: { 2 * u * (abs(a * Double(x.p[$0])) + abs(reference[$0])) })
      expectIntact(x, y)
    }
  }

  @Test func `an array is scaled, in place too`() {
    everyCase { k, count, place in
      let start = numbers(count, 1)
      let x = PaddedFloats(start, place)
      let y = PaddedFloats(start, place)
      k.scale(count, -1.3, x.p, into: y.p)
      #expect(y.values == start.map { -1.3 * $0 })
      k.scale(count, -1.3, x.p, into: x.p)
      #expect(x.values == y.values)
      expectIntact(x, y)
    }
  }

  @Test func `squares of long arrays are summed in double precision`() {
    everyCase(sizes: awkwardSizes + [1_023, 1_024, 1_025, 5_000]) { k, count, place in
      let x = PaddedFloats(numbers(count, 1), place)
      let reference = x.values.reduce(0) { $0 + Double($1) * Double($1) }
      // A run has at most 1,024 terms in single precision; each term and each sum is rounded.
      let tolerance = Double(min(count, 1_024) + 1) * u * reference
      #expect(abs(k.sumOfSquares(count, x.p) - reference) <= tolerance)
      expectIntact(x)
    }
    for set in instructionSets {
      // The sum is exact, because no partial sum needs more than 24 bits.
      let ones = [Float](repeating: 1, count: 1 << 22)
      #expect(set.kernels.sumOfSquares(1 << 22, ones) == Double(1 << 22))
    }
  }

  @Test func `exponentials and logarithms apply to every element, in place too`() {
    everyCase { k, count, place in
      let start = numbers(count, 1, range: 20)
      let x = PaddedFloats(start, place)
      let y = PaddedFloats(start, place)
      k.exponential(count, x.p, into: y.p)
      let reference = start.map { exp(Double($0)) }
      expectClose(y.values, reference, within: { 1.2e-7 * reference[$0] }, "exponential")
      k.exponential(count, x.p, into: x.p)
      #expect(x.values == y.values)
      let positive = x.values
      k.logarithm(count, floor: 0.5, x.p, into: y.p)
      let logarithms = positive.map { log(max(Double($0), 0.5)) }
      expectClose(y.values, logarithms, within: { 1.2e-7 * abs(logarithms[$0]) }, "logarithm")
      k.logarithm(count, floor: 0.5, x.p, into: x.p)
      #expect(x.values == y.values)
      expectIntact(x, y)
    }
  }

  @Test func `power is the sum of the squares of real and imaginary part`() {
    everyCase { k, columns, place in
      let x = PaddedFloats(numbers(3 * 2 * columns, 1), place)
      let y = PaddedFloats(numbers(3 * columns, 2), place)
      k.power(rows: 3, columns: columns, x.p, into: y.p)
      let reference = Reference.rows(x.values.doubles, 2 * columns).flatMap { row in
        (0..<columns).map { row[$0] * row[$0] + row[columns + $0] * row[columns + $0] }
      }
      // Two products and a sum without cancellation.
      expectClose(y.values, reference, within: { 2.01 * u * reference[$0] })
      expectIntact(x, y)
    }
  }

  @Test func `a count of 0 does nothing`() {
    for set in instructionSets {
      let k = set.kernels
      let y = PaddedFloats([], .endOfPage)
      k.scale(0, 2, y.p, into: y.p)
      k.exponential(0, y.p, into: y.p)
      k.swishBackward(0, y.p, y.p, into: y.p)
      k.glu(rows: 2, columns: 0, y.p, into: y.p)
      k.dropout(0, key: 1, threshold: 1, scale: 1, y.p, into: y.p)
      k.addRow(rows: 0, columns: 3, y.p, row: 3, y.p, into: y.p, row: 3)
      k.softmax(
        rows: 2, columns: 0, y.p, row: 0, y.p, row: 0, scale: 1, into: y.p, row: 0)
      k.logSoftmax(rows: 2, columns: 0, y.p, into: y.p)
      #expect(k.sumOfSquares(0, y.p) == 0)
      expectIntact(y)
    }
  }
}
