// Copies B and A to the order in which tiles read them.
//
// A packed B is a sequence of panels of `tileColumns` columns. The last panel has as many vectors
// as it needs (with AVX-512, half vectors), padded with zeros. Element (k, j) of a panel is at
// k·width + j. A packed A is a sequence of panels of `tileRows` rows; element (i, k) is at k·rows +
// i.

import KernelInterface

/// The width of a panel is a multiple of this.
#if AVX512
  @inline(always) private var widthStep: Int { lanes / 2 }
#else
  @inline(always) private var widthStep: Int { lanes }
#endif

/// The width of a panel for `columns` columns of B.
@inline(always) func panelWidth(_ columns: Int) -> Int {
  columns >= tileColumns ? tileColumns : (columns &+ widthStep &- 1) / widthStep &* widthStep
}

/// Transposes eight rows of eight floats in registers, in three rounds of separating even and odd
/// lanes.
@inline(always)
func transpose8(
  _ source: Floats, row: Int, into target: MutableFloats, row targetRow: Int
) {
  typealias Eight = SIMD8<Float>
  var x = InlineArray<8, Eight>(repeating: Eight(repeating: 0))
  var y = InlineArray<8, Eight>(repeating: Eight(repeating: 0))
  for i in 0..<8 {
    x[i] = UnsafeRawPointer(source + i &* row).loadUnaligned(as: Eight.self)
  }
  for i in 0..<4 {
    let pair = SIMD16(lowHalf: x[2 &* i], highHalf: x[2 &* i &+ 1])
    y[i] = pair.evenHalf
    y[i &+ 4] = pair.oddHalf
  }
  for i in 0..<4 {
    let pair = SIMD16(lowHalf: y[2 &* i], highHalf: y[2 &* i &+ 1])
    x[i] = pair.evenHalf
    x[i &+ 4] = pair.oddHalf
  }
  for i in 0..<4 {
    let pair = SIMD16(lowHalf: x[2 &* i], highHalf: x[2 &* i &+ 1])
    y[i] = pair.evenHalf
    y[i &+ 4] = pair.oddHalf
  }
  for i in 0..<8 {
    UnsafeMutableRawPointer(target + i &* targetRow).storeBytes(of: y[i], as: Eight.self)
  }
}

/// target[k·width + i] = source[i·row + k] for i < count, and 0 for count ≤ i < width.
@inline(always)
func packTransposed(
  count: Int, depth: Int, _ source: Floats, row: Int, into target: MutableFloats, width: Int
) {
  var i = 0
  while i &+ 8 <= count {
    var k = 0
    while k &+ 8 <= depth {
      transpose8(
        source + (i &* row &+ k), row: row, into: target + (k &* width &+ i), row: width)
      k &+= 8
    }
    while k < depth {
      for r in i..<i &+ 8 { target[k &* width &+ r] = source[r &* row &+ k] }
      k &+= 1
    }
    i &+= 8
  }
  while i < count {
    for k in 0..<depth { target[k &* width &+ i] = source[i &* row &+ k] }
    i &+= 1
  }
  while i < width {
    for k in 0..<depth { target[k &* width &+ i] = 0 }
    i &+= 1
  }
}

/// Packs one panel of B.
/// - Parameter columns: at most `tileColumns`.
@inline(never)
func packPanel(
  columns: Int, depth: Int, _ b: Floats, row: Int, column: Int, into panel: MutableFloats
) {
  let width = panelWidth(columns)
  if column != 1 {
    packTransposed(count: columns, depth: depth, b, row: column, into: panel, width: width)
    return
  }
  if columns == tileColumns {
    for k in 0..<depth {
      let from = b + k &* row
      let to = panel + k &* tileColumns
      store(load(from), to)
      store(load(from + lanes), to + lanes)
      store(load(from + 2 &* lanes), to + 2 &* lanes)
    }
    return
  }
  let whole = columns / lanes &* lanes
  for k in 0..<depth {
    let from = b + k &* row
    let to = panel + k &* width
    var j = 0
    while j < whole {
      store(load(from + j), to + j)
      j &+= lanes
    }
    while j < columns {
      to[j] = from[j]
      j &+= 1
    }
    while j < width {
      to[j] = 0
      j &+= 1
    }
  }
}

#if AVX512 || arch(arm64)
  typealias TileColumn = SIMD8<Float>
#else
  typealias TileColumn = SIMD4<Float>
#endif

/// Packs `rows` rows of a column-major A, sixteen at a time, which is a cache line of each column.
/// With fewer rows, each line would be fetched more than once; with more, writes would be
/// scattered.
@inline(never)
func packLeft(rows: Int, depth: Int, _ a: Floats, column: Int, into packed: MutableFloats) {
  var i = 0
  while i &+ 16 <= rows {
    for k in 0..<depth {
      let from = a + (k &* column &+ i)
      var p = 0
      while p < 16 {
        let panel = packed + ((i &+ p) &* depth &+ k &* tileRows)
        let part = UnsafeRawPointer(from + p).loadUnaligned(as: TileColumn.self)
        UnsafeMutableRawPointer(panel).storeBytes(of: part, as: TileColumn.self)
        p &+= tileRows
      }
    }
    i &+= 16
  }
  while i < rows {
    let height = rows &- i < tileRows ? rows &- i : tileRows
    for k in 0..<depth {
      for r in 0..<height { packed[i &* depth &+ k &* height &+ r] = a[k &* column &+ i &+ r] }
    }
    i &+= height
  }
}
