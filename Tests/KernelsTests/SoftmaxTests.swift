import Foundation
import KernelInterface
import Kernels
import Testing

@Suite struct SoftmaxTests {
  @Test func `rows of scaled sums become probabilities, in place too`() {
    let scale: Float = 0.3
    everyCase { k, columns, place in
      let aRow = columns + 2
      let yRow = columns + 3
      // The rows of b overlap: each begins one float before the previous row.
      let a = PaddedFloats(numbers(2 * aRow + columns, 1, range: 20), place)
      let b = PaddedFloats(numbers(columns + 2, 2, range: 20), place)
      let before = numbers(2 * yRow + columns, 3)
      let y = PaddedFloats(before, place)
      k.softmax(
        rows: 3, columns: columns, a.p, row: aRow, b.p + 2, row: -1, scale: scale, into: y.p,
        row: yRow)
      var reference = before.doubles
      for r in 0..<3 {
        let sums = (0..<columns).map { Double(a.p[r * aRow + $0]) + Double(b.p[2 - r + $0]) }
        reference.replaceSubrange(
          r * yRow..<r * yRow + columns, with: Reference.softmax(sums.map { $0 * Double(scale) }))
      }
      // Scores up to 0.3·40 = 12 have two roundings, and their distance up to 24 has one. So an
      // exponent has an error of at most 2·12·2u + 24u. This and the 1.2e-7 of the exponential
      // count for the term and for the sum, in addition to the roundings of the sum and the
      // quotient.
      let relative = 2 * (72 * u + 1.2e-7) + Double(columns + 3) * u
      expectClose(y.values, reference, within: { relative * abs(reference[$0]) })
      k.softmax(
        rows: 3, columns: columns, a.p, row: aRow, b.p + 2, row: -1, scale: scale, into: a.p,
        row: aRow)
      for r in 0..<3 {
        #expect((0..<columns).allSatisfy { a.p[r * aRow + $0] == y.p[r * yRow + $0] })
      }
      expectIntact(a, b, y)
    }
  }

  func softmax(_ k: any KernelSet.Type, _ x: [Float]) -> [Float] {
    var y = x
    let zeros = x.map { _ in Float(0) }
    k.softmax(
      rows: 1, columns: x.count, x, row: 0, zeros, row: 0, scale: 1, into: &y, row: 0)
    return y
  }

  func logSoftmax(_ k: any KernelSet.Type, _ x: [Float]) -> [Float] {
    var y = x
    k.logSoftmax(rows: 1, columns: x.count, x, into: &y)
    return y
  }

  @Test func `a row of equal scores gives equal probabilities`() {
    for set in instructionSets {
      #expect(softmax(set.kernels, [Float](repeating: -7, count: 64)).allSatisfy { $0 == 1 / 64 })
    }
  }

  @Test func `large scores do not overflow and impossible ones have probability 0`() {
    for set in instructionSets {
      let k = set.kernels
      #expect(softmax(k, [1e4, -1e4, -.infinity, 1e4]) == [0.5, 0, 0, 0.5])
      #expect(softmax(k, [-1e38, -3e38]) == [1, 0])
      #expect(softmax(k, [Float](repeating: -.infinity, count: 9)).allSatisfy { $0.isNaN })
      let logs = logSoftmax(k, [1e4, -1e4, -.infinity])
      #expect(logs == [0, -2e4, -.infinity])
    }
  }

  @Test(arguments: [0, 8, 17, 18])
  func `NaN affects its whole row`(place: Int) {
    var x = numbers(19, 1)
    x[place] = .nan
    for set in instructionSets {
      #expect(softmax(set.kernels, x).allSatisfy { $0.isNaN })
      #expect(logSoftmax(set.kernels, x).allSatisfy { $0.isNaN })
    }
  }

  @Test func `the gradient follows the formula, in place too`() {
    let scale: Float = 0.3
    everyCase { k, columns, place in
      let yRow = columns + 1
      let dyRow = columns + 2
      let dxRow = columns + 3
      let y = PaddedFloats(numbers(2 * yRow + columns, 1), place)
      let dy = PaddedFloats(numbers(2 * dyRow + columns, 2), place)
      let before = numbers(2 * dxRow + columns, 3)
      let dx = PaddedFloats(before, place)
      k.softmaxBackward(
        rows: 3, columns: columns, y.p, row: yRow, dy.p, row: dyRow, scale: scale, into: dx.p,
        row: dxRow)
      var reference = before.doubles
      var tolerance = before.map { _ in 0.0 }
      for r in 0..<3 {
        let row = (0..<columns).map { Double(y.p[r * yRow + $0]) }
        let d = (0..<columns).map { Double(dy.p[r * dyRow + $0]) }
        let sum = dot(row, d)
        let absolute = dot(row.map(abs), d.map(abs))
        for c in 0..<columns {
          let factor = row[c] * Double(scale)
          reference[r * dxRow + c] = factor * (d[c] - sum)
          // The sum has as many products and additions as columns; then four roundings.
          tolerance[r * dxRow + c] =
            abs(factor) * Double(columns + 5) * u * (abs(d[c]) + absolute)
        }
      }
      expectClose(dx.values, reference, within: { tolerance[$0] })
      k.softmaxBackward(
        rows: 3, columns: columns, y.p, row: yRow, dy.p, row: dyRow, scale: scale, into: dy.p,
        row: dyRow)
      for r in 0..<3 {
        #expect((0..<columns).allSatisfy { dy.p[r * dyRow + $0] == dx.p[r * dxRow + $0] })
      }
      expectIntact(y, dy, dx)
    }
  }

  @Test(arguments: [2, 7, 19])
  func `the gradient agrees with finite differences`(columns: Int) {
    let x = numbers(columns, 1)
    let dy = numbers(columns, 2)
    let differences = finiteDifferences(at: x.doubles) {
      dot(Reference.softmax($0.map { 0.5 * $0 }), dy.doubles)
    }
    let y = Reference.softmax(x.doubles.map { 0.5 * $0 }).map(Float.init)
    for set in instructionSets {
      var dx = dy
      set.kernels.softmaxBackward(
        rows: 1, columns: columns, y, row: 0, dy, row: 0, scale: 0.5, into: &dx, row: 0)
      // The terms and their sum are below 0.5·3: columns + 5 roundings of 3, the rounding of y, and
      // h²/6 of a third derivative below 1.
      expectClose(dx, differences, within: { _ in Double(columns + 8) * u * 3 + 2e-9 })
    }
  }

  @Test func `log softmax is the logarithm of softmax, in place too`() {
    everyCase { k, columns, place in
      let x = PaddedFloats(numbers(3 * columns, 1, range: 20), place)
      let y = PaddedFloats(numbers(3 * columns, 2), place)
      k.logSoftmax(rows: 3, columns: columns, x.p, into: y.p)
      let reference = Reference.rows(x.values.doubles, columns).flatMap(Reference.logSoftmax)
      // Errors: the distance from the largest element, at most 40, rounded once for the element and
      // once in the sum; the exponentials and additions of the sum; its logarithm, at most ln 257;
      // the result.
      let fixed = 2 * 40 * u + 1.2e-7 + Double(columns) * u + 1.2e-7 * 5.6
      expectClose(y.values, reference, within: { fixed + u * abs(reference[$0]) })
      k.logSoftmax(rows: 3, columns: columns, x.p, into: x.p)
      #expect(x.values == y.values)
      expectIntact(x, y)
    }
  }

  @Test func `a certain symbol has log-probability 0`() {
    // ln(1 + e⁻²⁰) = 2.06e-9 is a difference of numbers near 20. As 1 + e⁻²⁰ is 1 in single
    // precision, the result is 0 and not the rounding error of 20.
    for set in instructionSets {
      let y = logSoftmax(set.kernels, [20, 0])
      #expect(abs(y[0]) <= 1.2e-7)
      #expect(abs(y[1] + 20) <= 20 * Float(u))
    }
  }
}
