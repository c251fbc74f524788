// A vector register of floats and the operations on it that compile to one instruction each. The
// files of this module use only pointers, integers, floats, SIMD types, InlineArray and plain
// structs of these. Other types of the standard library cause weak symbols, which the linker may
// share with code for other processors (Scripts/check-codegen checks this).

import KernelInterface

#if arch(x86_64)
  internal import _Builtin_intrinsics.intel
#endif

/// The kernels of this instruction set. Each file adds some of them.
package enum KernelImplementation: KernelSet {}

#if AVX512
  typealias Vector = SIMD16<Float>
  typealias Integers = SIMD16<Int32>
  typealias Unsigned = SIMD16<UInt32>
  typealias Half = SIMD8<Float>
#elseif AVX2
  typealias Vector = SIMD8<Float>
  typealias Integers = SIMD8<Int32>
  typealias Unsigned = SIMD8<UInt32>
  typealias Half = SIMD4<Float>
#else
  typealias Vector = SIMD4<Float>
  typealias Integers = SIMD4<Int32>
  typealias Unsigned = SIMD4<UInt32>
  typealias Half = SIMD2<Float>
#endif

/// The number of floats in a vector.
@inline(always) var lanes: Int { Vector.scalarCount }

// Intrinsics replace the library's `loadUnaligned` and `storeBytes`, which are not inlined in large
// functions and then cause weak symbols.

@inline(always) func load(_ p: Floats) -> Vector {
  #if AVX512
    _mm512_loadu_ps(p)
  #elseif AVX2
    _mm256_loadu_ps(p)
  #elseif arch(x86_64)
    _mm_loadu_ps(p)
  #else
    UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
  #endif
}

@inline(always) func load(_ p: MutableFloats) -> Vector { load(Floats(p)) }

@inline(always) func store(_ v: Vector, _ p: MutableFloats) {
  #if AVX512
    _mm512_storeu_ps(p, v)
  #elseif AVX2
    _mm256_storeu_ps(p, v)
  #elseif arch(x86_64)
    _mm_storeu_ps(p, v)
  #else
    UnsafeMutableRawPointer(p).storeBytes(of: v, as: Vector.self)
  #endif
}

@inline(always) func loadHalf(_ p: Floats) -> Half {
  #if AVX512
    _mm256_loadu_ps(p)
  #elseif AVX2
    _mm_loadu_ps(p)
  #else
    Half(p[0], p[1])
  #endif
}

@inline(always) func storeHalf(_ v: Half, _ p: MutableFloats) {
  #if AVX512
    _mm256_storeu_ps(p, v)
  #elseif AVX2
    _mm_storeu_ps(p, v)
  #else
    p[0] = v.x
    p[1] = v.y
  #endif
}

/// The number of each lane: 0, 1, 2, …
@inline(always) var laneNumbers: Integers {
  #if AVX512
    Integers(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
  #elseif AVX2
    Integers(0, 1, 2, 3, 4, 5, 6, 7)
  #else
    Integers(0, 1, 2, 3)
  #endif
}

/// Loads the first `count` floats and sets the other lanes to 0. `count` < `lanes`.
@inline(always) func loadPartial(_ p: Floats, _ count: Int) -> Vector {
  #if AVX512
    _mm512_maskz_loadu_ps(UInt16(truncatingIfNeeded: (1 &<< count) &- 1), p)
  #elseif AVX2
    _mm256_maskload_ps(p, signs(first: count))
  #else
    Vector(p[0], count > 1 ? p[1] : 0, count > 2 ? p[2] : 0, 0)
  #endif
}

@inline(always) func loadPartial(_ p: MutableFloats, _ count: Int) -> Vector {
  loadPartial(Floats(p), count)
}

/// Stores the first `count` lanes only. 0 < `count` < `lanes`.
@inline(always) func storePartial(_ v: Vector, _ p: MutableFloats, _ count: Int) {
  #if AVX512
    _mm512_mask_storeu_ps(p, UInt16(truncatingIfNeeded: (1 &<< count) &- 1), v)
  #elseif AVX2
    _mm256_maskstore_ps(p, signs(first: count), v)
  #else
    p[0] = v.x
    if count > 1 { p[1] = v.y }
    if count > 2 { p[2] = v.z }
  #endif
}

#if AVX2
  /// The mask of a masked move: the sign bit is set in the first `count` lanes.
  @inline(always) func signs(first count: Int) -> SIMD4<Int64> {
    let differences = laneNumbers &- Integers(repeating: Int32(truncatingIfNeeded: count))
    return unsafeBitCast(differences, to: SIMD4<Int64>.self)
  }
#endif

/// Replaces all lanes after the first `count` with `filler`.
@inline(always) func keep(_ v: Vector, first count: Int, else filler: Float = 0) -> Vector {
  let inside = laneNumbers .< Integers(repeating: Int32(truncatingIfNeeded: count))
  return all(filler).replacing(with: v, where: inside)
}

@inline(always) func all(_ x: Float) -> Vector { Vector(repeating: x) }

/// Returns a·b + c, with one rounding if the processor has a fused multiply-add.
@inline(always) func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
  #if AVX512 || AVX2 || arch(arm64)
    c.addingProduct(a, b)
  #else
    a * b + c
  #endif
}

@inline(always) func multiplyAdd(_ a: Half, _ b: Half, _ c: Half) -> Half {
  #if AVX512 || AVX2 || arch(arm64)
    c.addingProduct(a, b)
  #else
    a * b + c
  #endif
}

/// The larger of each pair, or `b` if one is NaN. It replaces `pointwiseMax`, which compiles to a
/// loop.
@inline(always) func larger(_ a: Vector, _ b: Vector) -> Vector {
  b.replacing(with: a, where: a .> b)
}

@inline(always) func smaller(_ a: Vector, _ b: Vector) -> Vector {
  b.replacing(with: a, where: a .< b)
}

/// The two halves of a vector. It replaces the library's `lowHalf`, which can cause weak symbols.
@inline(always) func halves(_ v: Vector) -> (Half, Half) {
  unsafeBitCast(v, to: (Half, Half).self)
}

/// The sum of all lanes as a tree of additions. It replaces `sum()`, which compiles to a chain.
@inline(always) func total(_ v: Vector) -> Float {
  let (low, high) = halves(v)
  let half = low + high
  #if AVX512
    let (a, b) = unsafeBitCast(half, to: (SIMD4<Float>, SIMD4<Float>).self)
    let four = a + b
    return (four.x + four.z) + (four.y + four.w)
  #elseif AVX2
    return (half.x + half.z) + (half.y + half.w)
  #else
    return half.x + half.y
  #endif
}

/// The largest of all lanes.
@inline(always) func largest(_ v: Vector) -> Float {
  let (low, high) = halves(v)
  let half = low.replacing(with: high, where: high .> low)
  #if AVX512
    let (a, b) = unsafeBitCast(half, to: (SIMD4<Float>, SIMD4<Float>).self)
    let four = a.replacing(with: b, where: b .> a)
    return larger(larger(four.x, four.z), larger(four.y, four.w))
  #elseif AVX2
    return larger(larger(half.x, half.z), larger(half.y, half.w))
  #else
    return larger(half.x, half.y)
  #endif
}

@inline(always) private func larger(_ a: Float, _ b: Float) -> Float { a > b ? a : b }
