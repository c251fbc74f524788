// B and A in the order in which tiles read them.
//
// A packed B is a row of panels, each `tileColumns` columns wide (the last one is as many vectors
// as it needs, with AVX-512 half vectors, filled up with zeros); element (k, j) of a panel stands at k·width + j. A packed A is
// a row of panels of `tileRows` rows; element (i, k) stands at k·rows + i.

import KernelInterface

/// What the width of a panel is a multiple of.
#if AVX512
  @inline(always) private var widthStep: Int { lanes / 2 }
#else
  @inline(always) private var widthStep: Int { lanes }
#endif

/// Width of a panel that holds `columns` of B.
@inline(always) func panelWidth(_ columns: Int) -> Int {
  columns >= tileColumns ? tileColumns : (columns &+ widthStep &- 1) / widthStep &* widthStep
}

/// Eight rows of eight, transposed in registers: three rounds of "even lanes, odd lanes".
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

/// target[k·width + i] = source[i·row + k] for i < count; zeros up to width.
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

/// One panel of B: `columns` of it at most `tileColumns`.
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

/// All panels of `rows` of A, where A is stored by columns. Sixteen rows at a time, a cache line of
/// each column: fewer would fetch each line more than once, more would write to too many places.
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
