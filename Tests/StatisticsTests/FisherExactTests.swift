import Statistics
import Testing

@Suite struct FisherExactTests {
  /// Exact fractions from integer sums of products of binomial coefficients.
  @Test(arguments: [
    ([5, 15, 0, 20], 0.023562023562023562), ([3, 17, 0, 20], 0.11538461538461538),
    ([4, 16, 0, 20], 0.053014553014553015), ([3, 17, 0, 100], 0.0040592508189716565),
    ([2, 18, 0, 100], 0.026610644257703081), ([12, 8, 2, 98], 9.4312725173845072e-10),
    ([3, 1, 1, 3], 0.24285714285714286), ([1, 19, 0, 200], 0.090909090909090909),
    ([60, 40, 40, 60], 0.0035297577475081231),
    ([400, 100, 1000, 2000], 5.2873406066209891e-87),
  ])
  func `p-values agree with exact fractions`(table: [Int], expected: Double) {
    let p = FisherExact.oneSided(table[0], table[1], table[2], table[3])
    // (a + c)·2⁻⁵⁰ of itself.
    #expect(abs(p - expected) <= Double(table[0] + table[2]) * 0x1p-50 * expected)
  }

  /// Fisher's lady tasting tea, with all eight cups correct.
  @Test func `four correct cups of four have p = 1/70`() {
    #expect(abs(FisherExact.oneSided(4, 0, 0, 4) - 1.0 / 70) < 1e-17)
  }

  @Test func `tables without evidence have p = 1`() {
    #expect(FisherExact.oneSided(0, 5, 3, 2) == 1)
    #expect(FisherExact.oneSided(0, 0, 0, 0) == 1)
    #expect(FisherExact.oneSided(0, 20, 0, 200) == 1)
    #expect(FisherExact.oneSided(20, 0, 200, 0) == 1)
    #expect(FisherExact.oneSided(0, 0, 7, 9) == 1)
  }

  /// P(at most a) + P(more than a) = 1, and at most a hits in one group are at least as many in the
  /// other.
  @Test func `the two tails sum to 1`() {
    for a in 1...6 {
      let more = FisherExact.oneSided(a + 1, 8 - a, 6 - a, 5 + a)
      let atMost = FisherExact.oneSided(7 - a, 4 + a, a, 9 - a)
      #expect(abs(atMost + more - 1) < 1e-14)
    }
  }
}
