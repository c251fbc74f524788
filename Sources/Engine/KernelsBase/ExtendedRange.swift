import KernelInterface

/// A vector of positive numbers m·2^e with integer e, and 1 ≤ m < 2 if normalised.
///
/// Sums of products in this form need neither exponential nor logarithm, and their rounding errors
/// are relative to their value, as for floats. The rounding error of a logarithm is relative to the
/// logarithm: about 0.001 at -20,000, the value for a long utterance, which is then the relative
/// error of every probability computed from it. Exponents beyond 2²⁴ lose precision like
/// logarithms.
struct ExtendedRange {
  var m: Vector
  var e: Vector

  /// The exponent that represents the number 0. Three times this value is still finite.
  @inline(always) static var zeroExponent: Float { -1e38 }

  @inline(always) static var zero: ExtendedRange {
    ExtendedRange(m: all(1), e: all(zeroExponent))
  }
}

/// Returns 2^d, or 0 if d < -126.
/// - Parameter d: integers, at most 127.
@inline(always) func powerOfTwo(_ d: Vector) -> Vector {
  // Adding 1.5·2²³ leaves d + 127 in the lowest bits, which are then shifted to the exponent bits.
  let sum = larger(d, all(-127)) + all(12_582_912 + 127)
  return unsafeBitCast(unsafeBitCast(sum, to: Integers.self) &<< 23, to: Vector.self)
}

extension ExtendedRange {
  /// Converts natural logarithms; m is between 1/√2 and √2. -infinity and NaN give 0.
  @inline(always) init(logarithm x: Vector) {
    let x = larger(x, all(-6e37))
    let rounder = all(12_582_912)
    e = multiplyAdd(x, all(1.442_695_04), rounder) - rounder
    // ln 2 in two parts, the first so short that its product with e is exact. For |x| > 10⁶ the
    // remainder is noise, like the last digits of x, and must only stay in range.
    let remainder = multiplyAdd(e, all(2.121_944_4e-4), multiplyAdd(e, all(-0.693_359_375), x))
    m = exp(smaller(larger(remainder, all(-0.5)), all(0.5)))
  }

  @inline(always) init(_ m: MutableFloats, _ e: MutableFloats) {
    self.m = load(m)
    self.e = load(e)
  }

  @inline(always) func write(_ m: MutableFloats, _ e: MutableFloats) {
    store(self.m, m)
    store(self.e, e)
  }

  /// These numbers with 1 ≤ m < 2 and e ≥ `zeroExponent`, for normal positive m.
  @inline(always) var normalized: ExtendedRange {
    let bits = unsafeBitCast(m, to: Integers.self)
    let fraction = (bits & Integers(repeating: 0x7f_ffff)) | Integers(repeating: 0x3f80_0000)
    // The float 2²³ with the biased exponent in its lowest bits.
    let biased = (bits &>> 23) | Integers(repeating: 0x4b00_0000)
    let exponent = unsafeBitCast(biased, to: Vector.self) - all(8_388_608 + 127)
    return ExtendedRange(
      m: unsafeBitCast(fraction, to: Vector.self),
      e: larger(e + exponent, all(Self.zeroExponent)))
  }

  /// The sum, not normalised, with m < 4.
  @inline(always) func plus(_ a: ExtendedRange) -> ExtendedRange {
    let e = larger(e, a.e)
    return ExtendedRange(
      m: multiplyAdd(m, powerOfTwo(self.e - e), a.m * powerOfTwo(a.e - e)), e: e)
  }

  /// The sum, not normalised, with m < 6.
  @inline(always) func plus(_ a: ExtendedRange, _ b: ExtendedRange) -> ExtendedRange {
    let e = larger(larger(e, a.e), b.e)
    let ab = multiplyAdd(a.m, powerOfTwo(a.e - e), b.m * powerOfTwo(b.e - e))
    return ExtendedRange(m: multiplyAdd(m, powerOfTwo(self.e - e), ab), e: e)
  }

  /// The product, not normalised.
  @inline(always) func times(_ a: ExtendedRange) -> ExtendedRange {
    ExtendedRange(m: m * a.m, e: e + a.e)
  }
}
