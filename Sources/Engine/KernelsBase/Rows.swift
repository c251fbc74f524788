import KernelInterface

extension KernelImplementation {
  @inline(never) package static func addRow(
    rows: Int, columns: Int, _ x: Floats, row xRow: Int, _ bias: Floats,
    into y: MutableFloats, row yRow: Int
  ) {
    @inline(always) func sum(_ x: Vector, _ bias: Vector) -> Vector { x + bias }
    for r in 0..<rows { map(columns, x + r &* xRow, bias, into: y + r &* yRow, sum) }
  }

  /// Adds eight rows at a time, so that the sums are loaded and stored once for eight loads of x.
  @inline(never) package static func addColumnSums(
    rows: Int, columns: Int, _ x: Floats, row xRow: Int, to sums: MutableFloats
  ) {
    @inline(always) func sum(_ a: Vector, _ b: Vector) -> Vector { a + b }
    var r = 0
    while r &+ 8 <= rows {
      let first = x + r &* xRow
      var c = 0
      while c &+ lanes <= columns {
        let p = first + c
        let a = load(p) + load(p + xRow)
        let b = load(p + 2 &* xRow) + load(p + 3 &* xRow)
        let d = load(p + 4 &* xRow) + load(p + 5 &* xRow)
        let e = load(p + 6 &* xRow) + load(p + 7 &* xRow)
        store(load(sums + c) + ((a + b) + (d + e)), sums + c)
        c &+= lanes
      }
      let rest = columns &- c
      if rest > 0 {
        var eight = all(0)
        for k in 0..<8 { eight += loadPartial(first + (c &+ k &* xRow), rest) }
        storePartial(loadPartial(sums + c, rest) + eight, sums + c, rest)
      }
      r &+= 8
    }
    while r < rows {
      map(columns, sums, x + r &* xRow, into: sums, sum)
      r &+= 1
    }
  }
}
