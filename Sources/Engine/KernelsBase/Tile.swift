// The innermost loop of a matrix product: a tile of C is held in registers while A and B are read.

import KernelInterface

/// The number of rows of a full tile. Its rows have three vectors each. Together with three vectors
/// of B and one value of A they fill the registers: 32 with AVX-512 and NEON, 16 otherwise.
#if AVX512 || arch(arm64)
  @inline(always) var tileRows: Int { 8 }
#else
  @inline(always) var tileRows: Int { 4 }
#endif
@inline(always) var tileColumns: Int { 3 &* lanes }

/// The value that the sum of products is added to: zero, C itself, or the bias of each column.
/// It is an integer because the metadata of an enumeration would be emitted as weak code.
typealias Start = Int
@inline(always) var fromZero: Start { 0 }
@inline(always) var fromSum: Start { 1 }
@inline(always) var fromBias: Start { 2 }

/// C[rows, width] (+)= A·B over `depth`. B is a packed panel of exactly this width: `vectors`
/// vectors and, with AVX-512, a half vector if `halves` is 1, which takes half the time of a full
/// one. InlineArray with constant bounds is unrolled and stays in registers up to 8 rows; 12 rows
/// spill.
enum Tile<let rows: Int, let vectors: Int, let halves: Int> {
  @inline(always)
  static func run(
    depth: Int, _ a: Floats, row aRow: Int, column aColumn: Int, _ b: Floats,
    into c: MutableFloats, row cRow: Int, from start: Start, bias: Floats
  ) {
    // One array for each vector of a row, because an array of arrays is not initialised in place.
    var sums0 = InlineArray<rows, Vector> { _ in all(0) }
    var sums1 = InlineArray<rows, Vector> { _ in all(0) }
    var sums2 = InlineArray<rows, Vector> { _ in all(0) }
    var sumsHalf = InlineArray<rows, Half> { _ in Half(repeating: 0) }
    var a = a
    var b = b
    for _ in 0..<depth {
      let right0 = vectors > 0 ? load(b) : all(0)
      let right1 = vectors > 1 ? load(b + lanes) : all(0)
      let right2 = vectors > 2 ? load(b + 2 &* lanes) : all(0)
      let rightHalf = halves > 0 ? loadHalf(b + vectors &* lanes) : Half(repeating: 0)
      for r in 0..<rows {
        let left = a[r &* aRow]
        if vectors > 0 { sums0[r] = multiplyAdd(all(left), right0, sums0[r]) }
        if vectors > 1 { sums1[r] = multiplyAdd(all(left), right1, sums1[r]) }
        if vectors > 2 { sums2[r] = multiplyAdd(all(left), right2, sums2[r]) }
        if halves > 0 {
          sumsHalf[r] = multiplyAdd(Half(repeating: left), rightHalf, sumsHalf[r])
        }
      }
      a += aColumn
      b += vectors &* lanes &+ halves &* (lanes / 2)
    }
    // `start` is tested once and not for each vector, so that the sums stay in registers.
    @inline(always) func finish(_ end: Start) {
      for r in 0..<rows {
        let c = c + r &* cRow
        if vectors > 0 { store(finished(sums0[r], c, from: end, bias: bias), c) }
        if vectors > 1 {
          store(finished(sums1[r], c + lanes, from: end, bias: bias + lanes), c + lanes)
        }
        if vectors > 2 {
          let (c, bias) = (c + 2 &* lanes, bias + 2 &* lanes)
          store(finished(sums2[r], c, from: end, bias: bias), c)
        }
        if halves > 0 {
          let (c, bias) = (c + vectors &* lanes, bias + vectors &* lanes)
          storeHalf(finished(sumsHalf[r], c, from: end, bias: bias), c)
        }
      }
    }
    switch start {
    case fromZero: finish(fromZero)
    case fromSum: finish(fromSum)
    default: finish(fromBias)
    }
  }
}

/// Adds a sum to zero, C or the bias, as `start` says.
@inline(always)
private func finished(_ sum: Vector, _ c: MutableFloats, from start: Start, bias: Floats) -> Vector
{
  switch start {
  case fromZero: sum
  case fromSum: load(Floats(c)) + sum
  default: load(bias) + sum
  }
}

@inline(always)
private func finished(_ sum: Half, _ c: MutableFloats, from start: Start, bias: Floats) -> Half {
  switch start {
  case fromZero: sum
  case fromSum: loadHalf(Floats(c)) + sum
  default: loadHalf(bias) + sum
  }
}

/// Computes one tile of any height. `width` is a panel width.
@inline(never)
func tile(
  rows: Int, width: Int, depth: Int, _ a: Floats, row aRow: Int, column aColumn: Int, _ b: Floats,
  into c: MutableFloats, row cRow: Int, from start: Start, bias: Floats
) {
  @inline(always) func run<let vectors: Int, let halves: Int>(
    _: InlineArray<vectors, Void>.Type, _: InlineArray<halves, Void>.Type
  ) {
    @inline(always) func run<let rows: Int>(_: InlineArray<rows, Void>.Type) {
      Tile<rows, vectors, halves>.run(
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
  #if AVX512
    switch width / (lanes / 2) {
    case 1: return run(InlineArray<0, Void>.self, InlineArray<1, Void>.self)
    case 3: return run(InlineArray<1, Void>.self, InlineArray<1, Void>.self)
    case 5: return run(InlineArray<2, Void>.self, InlineArray<1, Void>.self)
    default: break
    }
  #endif
  switch width / lanes {
  case 3: run(InlineArray<3, Void>.self, InlineArray<0, Void>.self)
  case 2: run(InlineArray<2, Void>.self, InlineArray<0, Void>.self)
  default: run(InlineArray<1, Void>.self, InlineArray<0, Void>.self)
  }
}
