// The innermost loop of a matrix product: a block of C held in registers while A and B pass by.

import KernelInterface

/// Rows of C that a full tile holds, and vectors in each of its rows: with the vectors of B and one
/// value of A they just fill the registers (32 of them in AVX-512 and NEON, 16 elsewhere).
#if AVX512 || arch(arm64)
  @inline(always) var tileRows: Int { 8 }
#else
  @inline(always) var tileRows: Int { 4 }
#endif
@inline(always) var tileVectors: Int { 3 }
@inline(always) var tileColumns: Int { 3 &* lanes }

/// What is in C before the sum: nothing, C itself, or the bias of each column.
/// (A number: an enumeration's metadata would be weak code.)
typealias Start = Int
@inline(always) var fromZero: Start { 0 }
@inline(always) var fromSum: Start { 1 }
@inline(always) var fromBias: Start { 2 }

/// C[rows, vectors·lanes] (+)= A·B over `depth`; B is a packed panel of exactly this width.
/// InlineArray with constant bounds is unrolled and lives in registers up to 8 rows; 12 spill.
enum Tile<let rows: Int, let vectors: Int> {
  @inline(always)
  static func run(
    depth: Int, _ a: Floats, row aRow: Int, column aColumn: Int, _ b: Floats,
    into c: MutableFloats, row cRow: Int, from start: Start, bias: Floats
  ) {
    // One array for each vector of a row: an array of arrays is not set up in place.
    var sums0 = InlineArray<rows, Vector> { _ in all(0) }
    var sums1 = InlineArray<rows, Vector> { _ in all(0) }
    var sums2 = InlineArray<rows, Vector> { _ in all(0) }
    var a = a
    var b = b
    for _ in 0..<depth {
      let right0 = load(b)
      let right1 = vectors > 1 ? load(b + lanes) : right0
      let right2 = vectors > 2 ? load(b + 2 &* lanes) : right0
      for r in 0..<rows {
        let left = all(a[r &* aRow])
        sums0[r] = multiplyAdd(left, right0, sums0[r])
        if vectors > 1 { sums1[r] = multiplyAdd(left, right1, sums1[r]) }
        if vectors > 2 { sums2[r] = multiplyAdd(left, right2, sums2[r]) }
      }
      a += aColumn
      b += vectors &* lanes
    }
    for r in 0..<rows {
      finish(sums0[r], c + r &* cRow, from: start, bias: bias)
      if vectors > 1 {
        finish(sums1[r], c + (r &* cRow &+ lanes), from: start, bias: bias + lanes)
      }
      if vectors > 2 {
        finish(sums2[r], c + (r &* cRow &+ 2 &* lanes), from: start, bias: bias + 2 &* lanes)
      }
    }
  }
}

@inline(always)
private func finish(_ sum: Vector, _ c: MutableFloats, from start: Start, bias: Floats) {
  switch start {
  case fromZero: store(sum, c)
  case fromSum: store(load(c) + sum, c)
  default: store(load(bias) + sum, c)
  }
}

/// One tile of any height; `vectors` of it are 1, 2 or 3.
@inline(never)
func tile(
  rows: Int, vectors: Int, depth: Int, _ a: Floats, row aRow: Int, column aColumn: Int, _ b: Floats,
  into c: MutableFloats, row cRow: Int, from start: Start, bias: Floats
) {
  @inline(always) func run<let vectors: Int>(_: InlineArray<vectors, Void>.Type) {
    @inline(always) func run<let rows: Int>(_: InlineArray<rows, Void>.Type) {
      Tile<rows, vectors>.run(
        depth: depth, a, row: aRow, column: aColumn, b, into: c, row: cRow, from: start,
        bias: bias)
    }
    #if AVX512 || arch(arm64)
      switch rows {
      case 8: return run(InlineArray<8, Void>.self)
      case 7: return run(InlineArray<7, Void>.self)
      case 6: return run(InlineArray<6, Void>.self)
      case 5: return run(InlineArray<5, Void>.self)
      default: break
      }
    #endif
    switch rows {
    case 4: run(InlineArray<4, Void>.self)
    case 3: run(InlineArray<3, Void>.self)
    case 2: run(InlineArray<2, Void>.self)
    default: run(InlineArray<1, Void>.self)
    }
  }
  switch vectors {
  case 3: run(InlineArray<3, Void>.self)
  case 2: run(InlineArray<2, Void>.self)
  default: run(InlineArray<1, Void>.self)
  }
}
