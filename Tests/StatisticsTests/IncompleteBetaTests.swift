import Statistics
import Testing

@Suite struct IncompleteBetaTests {
  /// Reference values from mpmath 1.3 at 50 digits, and from the binomial sum for integers.
  /// Relative tolerances follow the documented bound, 2⁻⁵³·(a + b)·log(a + b).
  @Test(arguments: [
    (0.5, 2, 3, 0.6875, 1e-14),
    (0.1, 0.5, 0.5, 0.20483276469913345165, 1e-14),
    (0.3, 12, 9, 0.00513816153512140782, 1e-13),
    (0.01, 1, 200, 0.86602032514203804829, 2e-13),
    (0.999, 200, 1, 0.81864882947863570556, 2e-13),
    (0.18, 18, 83, 0.54078962259891032147, 1e-13),
    (0.5, 500, 500, 0.5, 1e-12),
    (0.12, 100_000, 700_000, 6.6724301783199492798e-43, 1.5e-9),
    (0.125, 100_000, 700_000, 0.50033716784093249438, 1.5e-9),
  ])
  func `values agree with fifty digits`(
    x: Double, a: Double, b: Double, expected: Double, tolerance: Double
  ) {
    let value = IncompleteBeta.regularized(x, a: a, b: b)
    #expect(abs(value - expected) <= tolerance * expected)
  }

  @Test func `I is 0 at 0, 1 at 1, and 1 minus its mirror image`() {
    #expect(IncompleteBeta.regularized(0, a: 3, b: 4) == 0)
    #expect(IncompleteBeta.regularized(1, a: 3, b: 4) == 1)
    for step in 1..<20 {
      let x = Double(step) / 20
      let sum =
        IncompleteBeta.regularized(x, a: 2.5, b: 7)
        + IncompleteBeta.regularized(1 - x, a: 7, b: 2.5)
      #expect(abs(sum - 1) < 1e-14)
    }
  }

  @Test(arguments: [(1.0, 16.0), (12.0, 9.0), (18.0, 83.0), (0.5, 0.5), (300.0, 701.0)])
  func `the inverse undoes it`(a: Double, b: Double) {
    for probability in [1e-9, 0.025, 0.3, 0.5, 0.975, 0.999] {
      let x = IncompleteBeta.inverse(probability, a: a, b: b)
      let back = IncompleteBeta.regularized(x, a: a, b: b)
      // The tolerance is the step to the neighbouring x plus the error of the value.
      let next = IncompleteBeta.regularized(x.nextUp, a: a, b: b)
      #expect(abs(back - probability) <= abs(next - back) + 1e-14)
    }
    #expect(IncompleteBeta.inverse(0, a: a, b: b) == 0)
    #expect(IncompleteBeta.inverse(1, a: a, b: b) == 1)
  }
}
