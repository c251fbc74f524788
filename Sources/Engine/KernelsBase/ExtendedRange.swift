import KernelInterface

/// Positive numbers m·2^e, lane by lane, e whole and 1 ≤ m < 2 once normalised: base-2 logarithms
/// whose fraction has been left as a factor.
///
/// Sums of products in this form need no exponential and no logarithm, and are rounded as floats
/// are, relative to themselves. A logarithm in one float is rounded relative to its size: at
/// -20,000, a long utterance's, by 0.001, and with it every probability made of it. Exponents
/// beyond 2²⁴ lose digits as logarithms do.
struct ExtendedRange {
  var m: Vector
  var e: Vector

  /// The exponent that stands for the number 0. Three times it is still finite.
  @inline(always) static var zeroExponent: Float { -1e38 }

  @inline(always) static var zero: ExtendedRange {
    ExtendedRange(m: all(1), e: all(zeroExponent))
  }
}

/// 2^d; 0 where d < -126.
/// - Parameter d: whole, at most 127.
@inline(always) func powerOfTwo(_ d: Vector) -> Vector {
  // Adding 1.5·2²³ leaves d + 127 in the lowest bits, from where it moves to the exponent's.
  let sum = larger(d, all(-127)) + all(12_582_912 + 127)
  return unsafeBitCast(unsafeBitCast(sum, to: Integers.self) &<< 23, to: Vector.self)
}

extension ExtendedRange {
  /// From the natural logarithms, m within √2 of 1. -infinity and what is no number give 0.
  @inline(always) init(logarithm x: Vector) {
    let x = larger(x, all(-6e37))
    let rounder = all(12_582_912)
    e = multiplyAdd(x, all(1.442_695_04), rounder) - rounder
    // ln 2 in two parts, the first so short that its product with e is exact. Where |x| > 10⁶ the
    // remainder is noise, as are the last digits of x; it must only stay in range.
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

  /// 1 ≤ m < 2 and e ≥ `zeroExponent`, for a normal positive m.
  @inline(always) var normalized: ExtendedRange {
    let bits = unsafeBitCast(m, to: Integers.self)
    let fraction = (bits & Integers(repeating: 0x7f_ffff)) | Integers(repeating: 0x3f80_0000)
    // 2²³ with the biased exponent in its lowest bits.
    let biased = (bits &>> 23) | Integers(repeating: 0x4b00_0000)
    let exponent = unsafeBitCast(biased, to: Vector.self) - all(8_388_608 + 127)
    return ExtendedRange(
      m: unsafeBitCast(fraction, to: Vector.self),
      e: larger(e + exponent, all(Self.zeroExponent)))
  }

  /// Not normalised; m < 4.
  @inline(always) func plus(_ a: ExtendedRange) -> ExtendedRange {
    let e = larger(e, a.e)
    return ExtendedRange(
      m: multiplyAdd(m, powerOfTwo(self.e - e), a.m * powerOfTwo(a.e - e)), e: e)
  }

  /// Not normalised; m < 6.
  @inline(always) func plus(_ a: ExtendedRange, _ b: ExtendedRange) -> ExtendedRange {
    let e = larger(larger(e, a.e), b.e)
    let ab = multiplyAdd(a.m, powerOfTwo(a.e - e), b.m * powerOfTwo(b.e - e))
    return ExtendedRange(m: multiplyAdd(m, powerOfTwo(self.e - e), ab), e: e)
  }

  /// Not normalised.
  @inline(always) func times(_ a: ExtendedRange) -> ExtendedRange {
    ExtendedRange(m: m * a.m, e: e + a.e)
  }
}
