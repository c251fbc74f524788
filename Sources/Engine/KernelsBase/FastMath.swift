// Elementary functions of a vector. Each propagates NaN: clamping keeps it, and no result depends
// on the exponent bits alone. The polynomials are minimax fits of the relative error on these
// intervals, rounded to single precision one coefficient at a time.

/// Returns eˣ for x ≤ 88, and 0 below -87.33. The relative error is below 1.2e-7.
///
/// x = n·ln 2 + r with |r| ≤ ½ ln 2, and eʳ = 1 + r + r²·p(r).
@inline(always) func expUpTo88(_ x: Vector) -> Vector {
  // Adding 1.5·2²³ rounds to an integer. The additional 127 leaves n as a biased exponent in the
  // low bits.
  let shift = all(12_582_912 + 127)
  let shifted = multiplyAdd(x, all(1.442_695_04), shift)
  let n = shifted - shift
  // ln 2 in two parts, the first so short that n times it is exact.
  var r = multiplyAdd(n, all(-0.693_359_375), x)
  r = multiplyAdd(n, all(2.121_944_4e-4), r)
  let square = r * r
  let low = multiplyAdd(r, all(0.166_665_226), all(0.499_999_94))
  let high = multiplyAdd(r, all(0.008_368_533), all(0.041_668_292))
  let p = multiplyAdd(square, multiplyAdd(square, all(0.001_381_830_4), high), low)
  let mantissa = multiplyAdd(square, p, r) + all(1)
  let power = unsafeBitCast(unsafeBitCast(shifted, to: Integers.self) &<< 23, to: Vector.self)
  return (mantissa * power).replacing(with: all(0), where: x .< all(-87.33))
}

/// Returns eˣ, 0 below -87.33 and e⁸⁸ above 88. The relative error between these is below 1.2e-7.
@inline(always) func exp(_ x: Vector) -> Vector {
  expUpTo88(smaller(all(88), x))
}

/// Returns 1/(1 + e⁻ˣ), and 0 below -87, so that a product with it is 0 there. The relative error
/// above -87 is below 2.5e-7: that of the exponential and two roundings.
@inline(always) func sigmoid(_ x: Vector) -> Vector {
  (all(1) / (all(1) + exp(-x))).replacing(with: all(0), where: x .< all(-87))
}

/// Returns ln x for normal x > 0 and +infinity. The error is below 1.2e-7·|ln x|.
///
/// x = 2ⁿ·(1 + m) with √½ ≤ 1 + m < √2, and ln(1 + m) = m - m²/2 + m³·p(m).
@inline(always) func log(_ x: Vector) -> Vector {
  let rootHalf = Integers(repeating: 0x3f35_04f3)
  let offset = unsafeBitCast(x, to: Integers.self) &- rootHalf
  let fraction = (offset & Integers(repeating: 0x007f_ffff)) &+ rootHalf
  let m = unsafeBitCast(fraction, to: Vector.self) - all(1)
  // The bits of 1.5·2²³ plus n are the float 1.5·2²³ + n.
  let shifted = (offset &>> 23) &+ Integers(repeating: 0x4b40_0000)
  let n = unsafeBitCast(shifted, to: Vector.self) - all(12_582_912)

  let square = m * m
  let p01 = multiplyAdd(m, all(-0.250_008_2), all(0.333_333_31))
  let p23 = multiplyAdd(m, all(-0.166_234_09), all(0.200_012_42))
  let p45 = multiplyAdd(m, all(-0.131_596_1), all(0.142_015_8))
  let p67 = multiplyAdd(m, all(-0.076_364_39), all(0.127_622_17))
  let high = multiplyAdd(square, p67, p45)
  let p = multiplyAdd(square, multiplyAdd(square, high, p23), p01)
  // The smallest terms are added first; the exact part of n·ln 2 is added last.
  var y = multiplyAdd(square * m, p, n * all(-2.121_944_4e-4))
  y = multiplyAdd(square, all(-0.5), y)
  y = multiplyAdd(n, all(0.693_359_375), m + y)
  // Infinity and NaN are returned unchanged.
  return x.replacing(with: y, where: x .< all(.infinity))
}
