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
@usableFromInline enum Start {
  case zero, sum, bias
}

/// C[rows, vectors·lanes] (+)= A·B over `depth`; B is a packed panel of exactly this width.
/// InlineArray with constant bounds is unrolled and lives in registers up to 8 rows; 12 spill.
enum Tile<let rows: Int, let vectors: Int> {
  @inline(always)
  static func run(
    depth: Int, _ a: Floats, row aRow: Int, column aColumn: Int, _ b: Floats,
    into c: MutableFloats, row cRow: Int, from start: Start, bias: Floats
  ) {
    var sums = InlineArray<vectors, InlineArray<rows, Vector>>(
      repeating: InlineArray<rows, Vector>(repeating: all(0)))
    var a = a
    var b = b
    for _ in 0..<depth {
      var right = InlineArray<vectors, Vector>(repeating: all(0))
      for v in 0..<vectors { right[v] = load(b + v &* lanes) }
      for r in 0..<rows {
        let left = all(a[r &* aRow])
        for v in 0..<vectors { sums[v][r] = multiplyAdd(left, right[v], sums[v][r]) }
      }
      a += aColumn
      b += vectors &* lanes
    }
    switch start {
    case .zero:
      for r in 0..<rows {
        for v in 0..<vectors { store(sums[v][r], c + (r &* cRow &+ v &* lanes)) }
      }
    case .sum:
      for r in 0..<rows {
        for v in 0..<vectors {
          let p = c + (r &* cRow &+ v &* lanes)
          store(load(p) + sums[v][r], p)
        }
      }
    case .bias:
      for v in 0..<vectors {
        let first = load(bias + v &* lanes)
        for r in 0..<rows { store(first + sums[v][r], c + (r &* cRow &+ v &* lanes)) }
      }
    }
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
