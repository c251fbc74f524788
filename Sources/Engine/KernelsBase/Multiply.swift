import KernelInterface

// The matrix product, blocked for the caches as in Goto and van de Geijn, "Anatomy of
// high-performance matrix multiplication" (2008): a block of B stays in the second-level cache, a
// panel of A's rows in the first-level cache, and a tile of C in registers.

/// The depth of a block. It is large enough that loading and storing C takes little of the time.
#if AVX512
  @inline(always) var blockDepth: Int { 384 }
  @inline(always) var blockColumns: Int { 480 }
#else
  @inline(always) var blockDepth: Int { 256 }
  @inline(always) var blockColumns: Int { 240 / tileColumns &* tileColumns }
#endif
/// The number of rows of A that are packed at a time.
@inline(always) var blockRows: Int { 128 }

@inline(always) var scratchB: Int { blockDepth &* blockColumns }
@inline(always) var scratchA: Int { blockDepth &* blockRows }
@inline(always) var scratchTile: Int { tileRows &* tileColumns }

extension KernelImplementation {
  package static var multiplyScratch: Int { scratchB &+ scratchA &+ scratchTile }

  @inline(never)
  package static func multiply(
    rows: Int, columns: Int, depth: Int, _ a: MatrixView, _ b: MatrixView,
    into c: MutableFloats, row cRow: Int, _ product: Product, bias: Floats?,
    scratch: MutableFloats
  ) {
    if depth == 0 { return clear(rows, columns, c, cRow, product, bias) }
    var j = 0
    while j < columns {
      let width = columns &- j < blockColumns ? columns &- j : blockColumns
      var k = 0
      while k < depth {
        let deep = nextDepth(depth &- k)
        var panel = 0
        while panel < width {
          let wide = width &- panel < tileColumns ? width &- panel : tileColumns
          packPanel(
            columns: wide, depth: deep,
            b.base + (k &* b.rowStride &+ (j &+ panel) &* b.columnStride), row: b.rowStride,
            column: b.columnStride, into: scratch + panel &* deep)
          panel &+= wide
        }
        block(
          rows: rows, columns: width, depth: deep, a.base + k &* a.columnStride,
          row: a.rowStride, column: a.columnStride, scratch, panel: deep, into: c + j, row: cRow,
          from: start(product, k), bias: bias.map { $0 + j }, scratch: scratch + scratchB)
        k &+= deep
      }
      j &+= width
    }
  }

  package static var panelColumns: Int { tileColumns }

  package static func packedCount(columns: Int, depth: Int) -> Int {
    let rest = columns % tileColumns
    return (columns &- rest &+ (rest == 0 ? 0 : panelWidth(rest))) &* depth
  }

  @inline(never)
  package static func pack(
    columns: Int, depth: Int, _ b: MatrixView, into packed: MutableFloats
  ) {
    var j = 0
    while j < columns {
      let wide = columns &- j < tileColumns ? columns &- j : tileColumns
      packPanel(
        columns: wide, depth: depth, b.base + j &* b.columnStride, row: b.rowStride,
        column: b.columnStride, into: packed + j &* depth)
      j &+= wide
    }
  }

  @inline(never)
  package static func multiplyPacked(
    rows: Int, columns: Int, depth: Int, _ a: MatrixView,
    _ packed: Floats, from first: Int, of packedDepth: Int,
    into c: MutableFloats, row cRow: Int, _ product: Product, bias: Floats?,
    scratch: MutableFloats
  ) {
    if depth == 0 { return clear(rows, columns, c, cRow, product, bias) }
    var j = 0
    while j < columns {
      let width = columns &- j < blockColumns ? columns &- j : blockColumns
      var k = 0
      while k < depth {
        let deep = nextDepth(depth &- k)
        block(
          rows: rows, columns: width, depth: deep, a.base + k &* a.columnStride,
          row: a.rowStride, column: a.columnStride, packed + (j &* packedDepth), panel: packedDepth,
          offset: first &+ k,
          into: c + j, row: cRow, from: start(product, k), bias: bias.map { $0 + j },
          scratch: scratch + scratchB)
        k &+= deep
      }
      j &+= width
    }
  }
}

/// The depth of the next block. Blocks have nearly equal depth, so that the last is not very short.
@inline(always) private func nextDepth(_ left: Int) -> Int {
  let blocks = (left &+ blockDepth &- 1) / blockDepth
  return (left &+ blocks &- 1) / blocks
}

@inline(always) private func start(_ product: Product, _ k: Int) -> Start {
  if k > 0 { return fromSum }
  switch product {
  case .sets: return fromZero
  case .adds: return fromSum
  case .addsToBias: return fromBias
  }
}

/// The result of a product of depth 0.
@inline(always)
private func clear(
  _ rows: Int, _ columns: Int, _ c: MutableFloats, _ cRow: Int, _ product: Product, _ bias: Floats?
) {
  let setsZero: Bool
  switch product {
  case .adds: return
  case .sets: setsZero = true
  case .addsToBias: setsZero = false
  }
  for i in 0..<rows {
    for j in 0..<columns { c[i &* cRow &+ j] = setsZero ? 0 : bias![j] }
  }
}

/// Multiplies all rows of A by one block of packed B.
/// - Parameters:
///   - panel: the depth of B's panels in memory, of which rows `offset`..<`offset + depth` are
///     used.
///   - scratch: memory for packed rows of A, then for one tile.
@inline(always)
private func block(
  rows: Int, columns: Int, depth: Int, _ a: Floats, row aRow: Int, column aColumn: Int,
  _ b: Floats, panel: Int, offset: Int = 0, into c: MutableFloats, row cRow: Int,
  from start: Start, bias: Floats?, scratch: MutableFloats
) {
  let packs = aColumn != 1
  let edge = scratch + scratchA
  var top = 0
  while top < rows {
    let high = packs && rows &- top > blockRows ? blockRows : rows &- top
    if packs { packLeft(rows: high, depth: depth, a + top, column: aColumn, into: scratch) }
    var i = 0
    while i < high {
      let height = high &- i < tileRows ? high &- i : tileRows
      let left = packs ? Floats(scratch + i &* depth) : a + (top &+ i) &* aRow
      let leftRow = packs ? 1 : aRow
      let leftColumn = packs ? height : 1
      var j = 0
      while j < columns {
        let wide = columns &- j < tileColumns ? columns &- j : tileColumns
        let width = panelWidth(wide)
        let right = b + (j &* panel &+ offset &* width)
        let target = c + ((top &+ i) &* cRow &+ j)
        if wide == width {
          tile(
            rows: height, width: width, depth: depth, left, row: leftRow,
            column: leftColumn, right, into: target, row: cRow, from: start,
            bias: bias.map { $0 + j } ?? left)
        } else {
          tile(
            rows: height, width: width, depth: depth, left, row: leftRow,
            column: leftColumn, right, into: edge, row: tileColumns, from: fromZero, bias: left)
          for r in 0..<height {
            let from = edge + r &* tileColumns
            let to = target + r &* cRow
            switch start {
            case fromZero: for x in 0..<wide { to[x] = from[x] }
            case fromSum: for x in 0..<wide { to[x] += from[x] }
            default: for x in 0..<wide { to[x] = bias![j &+ x] + from[x] }
            }
          }
        }
        j &+= wide
      }
      i &+= height
    }
    top &+= high
  }
}
