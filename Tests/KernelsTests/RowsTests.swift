import Kernels
import Testing

@Suite struct RowsTests {
  @Test func `a bias is added to every row, in place too`() {
    everyCase { k, columns, place in
      let xRow = columns + 2
      let yRow = columns + 5
      let x = PaddedFloats(numbers(2 * xRow + columns, 1), place)
      let bias = PaddedFloats(numbers(columns, 2), place)
      let before = numbers(2 * yRow + columns, 3)
      let y = PaddedFloats(before, place)
      k.addRow(rows: 3, columns: columns, x.p, row: xRow, bias.p, into: y.p, row: yRow)
      var reference = before
      for r in 0..<3 {
        for c in 0..<columns { reference[r * yRow + c] = x.p[r * xRow + c] + bias.p[c] }
      }
      #expect(y.values == reference)
      k.addRow(rows: 3, columns: columns, x.p, row: xRow, bias.p, into: x.p, row: xRow)
      #expect((0..<columns).allSatisfy { x.p[2 * xRow + $0] == reference[2 * yRow + $0] })
      expectIntact(x, bias, y)
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 19])
  func `column sums are added`(rows: Int) {
    everyCase { k, columns, place in
      let row = columns + 2
      let x = PaddedFloats(numbers(max(0, (rows - 1) * row + columns), 1), place)
      let before = numbers(columns, 2)
      let sums = PaddedFloats(before, place)
      k.addColumnSums(rows: rows, columns: columns, x.p, row: row, to: sums.p)
      var reference = before.doubles
      var absolute = before.doubles.map(abs)
      for r in 0..<rows {
        for c in 0..<columns {
          reference[c] += Double(x.p[r * row + c])
          absolute[c] += abs(Double(x.p[r * row + c]))
        }
      }
      // A sum has as many additions as rows, each with a relative error of u.
      expectClose(sums.values, reference, within: { Double(rows) * u * absolute[$0] })
      expectIntact(x, sums)
    }
  }
}
