import Kernels
import Testing

@Suite struct GLUTests {
  @Test func `the second half gates the first`() {
    everyCase { k, columns, place in
      let x = PaddedFloats(numbers(3 * 2 * columns, 1, range: 12), place)
      let y = PaddedFloats(numbers(3 * columns, 2), place)
      k.glu(rows: 3, columns: columns, x.p, into: y.p)
      let reference = Reference.glu(x.values.doubles, columns: columns)
      // The documented error of the sigmoid, 2.5e-7, and one product.
      expectClose(y.values, reference, within: { (2.5e-7 + 1.01 * u) * abs(reference[$0]) })
      expectIntact(x, y)
    }
  }

  @Test func `the gradients of both halves follow the formula`() {
    everyCase { k, columns, place in
      let x = PaddedFloats(numbers(3 * 2 * columns, 1, range: 12), place)
      let dy = PaddedFloats(numbers(3 * columns, 2), place)
      let dx = PaddedFloats(numbers(3 * 2 * columns, 3), place)
      k.gluBackward(rows: 3, columns: columns, x.p, dy.p, into: dx.p)
      let rows = Reference.rows(x.values.doubles, 2 * columns)
      let terms = zip(rows, Reference.rows(dy.values.doubles, columns)).flatMap { row, dy in
        let s = row[columns...].map(Reference.sigmoid)
        let da = (0..<columns).map { dy[$0] * s[$0] }
        return da.map { ($0, $0) }
          + (0..<columns).map { (da[$0] * row[$0] * (1 - s[$0]), da[$0] * row[$0]) }
      }
      // The sigmoid has an error of 2.5e-7, as a factor and in 1 - s; four roundings.
      expectClose(
        dx.values, terms.map(\.0), within: { (2 * 2.5e-7 + 4 * u) * abs(terms[$0].1) })
      expectIntact(x, dy, dx)
    }
  }

  @Test(arguments: [1, 5, 19])
  func `the gradient agrees with finite differences`(columns: Int) {
    let x = numbers(2 * 2 * columns, 1)
    let dy = numbers(2 * columns, 2)
    let differences = finiteDifferences(at: x.doubles) {
      dot(Reference.glu($0, columns: columns), dy.doubles)
    }
    for set in instructionSets {
      var dx = x
      set.kernels.gluBackward(rows: 2, columns: columns, x, dy, into: &dx)
      // |dy·a| < 9 and sigmoid‴ < 1/8: h²/6·9/8 = 2e-9; the kernel 9·(5e-7 + 4u).
      expectClose(dx, differences, within: { _ in 2e-9 + 9 * (2 * 2.5e-7 + 4 * u) })
    }
  }
}
