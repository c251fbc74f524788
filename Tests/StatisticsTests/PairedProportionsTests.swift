import Foundation
import Statistics
import Testing

@Suite struct PairedProportionsTests {
  /// The first limits are those that Newcombe (1998) publishes for method 10, the second those of
  /// Fagerland, Lydersen and Laake (2014). The others come from an implementation in Python; the numerator of φ is negative, 0 after the correction, or the product
  /// of the margins is 0.
  @Test(arguments: [
    (counts: [36, 12, 2, 0], limits: (0.0569, 0.3404)),
    (counts: [1, 1, 7, 12], limits: (-0.5069, -0.0256)),
    (counts: [20, 12, 2, 16], limits: (0.0562, 0.3292)),
    (counts: [8, 0, 1, 15], limits: (-0.1548, 0.0721)),
    (counts: [43, 0, 1, 0], limits: (-0.1181, 0.0597)),
    (counts: [54, 0, 0, 0], limits: (-0.0664, 0.0664)),
  ])
  func `the published intervals`(counts: [Int], limits: (Double, Double)) {
    let table = PairedProportions(
      both: counts[0], firstOnly: counts[1], secondOnly: counts[2], neither: counts[3])
    let interval = table.interval(confidence: 0.95)
    #expect(abs(interval.lower - limits.0) < 1e-4, "\(interval)")
    #expect(abs(interval.upper - limits.1) < 1e-4, "\(interval)")
  }

  @Test func `pairs are counted by their two trials`() {
    let table = PairedProportions([
      (true, true), (true, false), (true, false), (false, true), (false, false),
    ])
    #expect(table == PairedProportions(both: 1, firstOnly: 2, secondOnly: 1, neither: 1))
    #expect(table.pairs == 5 && table.difference == 0.2)
  }

  @Test func `without pairs there is no difference and the interval says nothing`() {
    let table = PairedProportions([])
    #expect(table.difference == nil)
    #expect(table.interval(confidence: 0.95) == Interval(lower: -1, upper: 1, confidence: 0.95))
  }

  @Test func `the interval has its difference, stays in its range and mirrors`() {
    for both in 0...4 {
      for firstOnly in 0...4 {
        for secondOnly in 0...4 {
          for neither in 0...4 where both + firstOnly + secondOnly + neither > 0 {
            let table = PairedProportions(
              both: both, firstOnly: firstOnly, secondOnly: secondOnly, neither: neither)
            let mirror = PairedProportions(
              both: both, firstOnly: secondOnly, secondOnly: firstOnly, neither: neither)
            let (a, b) = (table.interval(confidence: 0.95), mirror.interval(confidence: 0.95))
            #expect(a.contains(table.difference!) && a.lower >= -1 && a.upper <= 1)
            #expect(abs(a.lower + b.upper) < 1e-12 && abs(a.upper + b.lower) < 1e-12)
          }
        }
      }
    }
  }

  /// Enumerates all tables of 12 pairs for one true table: the coverage is near 95% on average.
  @Test func `the interval covers the true difference`() {
    var covered: [Double] = []
    for (p, q, r) in [(0.5, 0.2, 0.1), (0.2, 0.3, 0.3), (0.1, 0.5, 0.05), (0.05, 0.15, 0.05)] {
      var probability = 0.0
      let pairs = 12
      for both in 0...pairs {
        for firstOnly in 0...(pairs - both) {
          for secondOnly in 0...(pairs - both - firstOnly) {
            let neither = pairs - both - firstOnly - secondOnly
            let table = PairedProportions(
              both: both, firstOnly: firstOnly, secondOnly: secondOnly, neither: neither)
            guard table.interval(confidence: 0.95).contains(q - r) else { continue }
            var ways = 1.0
            var left = pairs
            for (count, share) in [
              (both, p), (firstOnly, q), (secondOnly, r), (neither, 1 - p - q - r),
            ] {
              for step in 0..<count { ways *= Double(left - step) / Double(step + 1) * share }
              left -= count
            }
            probability += ways
          }
        }
      }
      covered.append(probability)
    }
    #expect(covered.allSatisfy { $0 > 0.92 }, "\(covered)")
    #expect(covered.contains { $0 < 1 })
  }

  /// By definition: twice the smaller tail of the binomial distribution with probability 1/2.
  private func slowMcNemar(_ first: Int, _ second: Int) -> Double {
    let pairs = first + second
    var tail = 0.0
    var term = pow(0.5, Double(pairs))
    for hits in 0...min(first, second) {
      tail += term
      term *= Double(pairs - hits) / Double(hits + 1)
    }
    return min(1, 2 * tail)
  }

  @Test func `McNemar's exact test is the binomial test of discordant pairs`() {
    func p(_ first: Int, _ second: Int, _ same: Int = 7) -> Double {
      PairedProportions(both: same, firstOnly: first, secondOnly: second, neither: 2 * same).mcNemar
    }
    #expect(p(0, 0) == 1 && p(5, 5) == 1)
    // 2 (1 + 10) / 2^10, and 2 (1 + 15 + 105 + 455) / 2^15.
    #expect(abs(p(1, 9) - 0.021484375) < 1e-14 && abs(p(9, 1) - 0.021484375) < 1e-14)
    #expect(abs(p(3, 12) - 0.03515625) < 1e-14 && abs(p(3, 12, 0) - 0.03515625) < 1e-14)
    for first in 0...40 {
      for second in 0...40 where first + second > 0 {
        let (fast, slow) = (p(first, second), slowMcNemar(first, second))
        #expect(abs(fast - slow) <= 1e-10 * slow, "\(first), \(second): \(fast), \(slow)")
      }
    }
  }
}
