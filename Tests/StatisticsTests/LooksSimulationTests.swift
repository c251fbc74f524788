import Foundation
import Randomness
import Statistics
import Synchronization
import Testing

/// False alarms and power over ten checkpoints: keeping the best of ten single tests against the
/// joint decision. The test prints its table.
@Suite struct LooksSimulationTests {
  private static let looks = 10
  private static let level = 0.05

  /// A share of audits in which memorization is detected.
  private struct Rates {
    var last = 0
    var bestOfTen = 0
    var maxT = 0
  }

  /// Six blocks and thirty coins, with the character accuracies of ten checkpoints.
  ///
  /// - Parameters:
  ///   - correlation: of the noise of two checkpoints.
  ///   - effect: the gain in accuracy for each doubling of the repetitions.
  private func strata(
    _ random: inout RandomStream, correlation: Double, effect: Double
  ) -> [Stratum] {
    var groups = (0..<6).map { _ in [2, 2, 4, 4, 8, 16, 0, 0, 0, 0, 0] }
    groups.append((0..<30).map { _ in random.coin() ? 1 : 0 })
    return groups.map { group in
      var copies = group
      random.shuffle(&copies)
      var accuracy = [[Double]](repeating: [], count: Self.looks)
      for repetitions in copies {
        let dose = repetitions > 0 ? 1 + log2(Double(repetitions)) : 0
        let shared = normal(&random) * correlation.squareRoot()
        for look in 0..<Self.looks {
          let noise = shared + normal(&random) * (1 - correlation).squareRoot()
          accuracy[look].append(min(1, max(0, 0.4 + 0.3 * noise + effect * dose)))
        }
      }
      return Stratum(
        scores: accuracy,
        weights: Array(repeating: copies.map(Double.init), count: Self.looks))
    }
  }

  private func normal(_ random: inout RandomStream) -> Double {
    NormalDistribution.quantile(max(random.unit(), 0x1p-60))
  }

  private func rates(audits: Int, correlation: Double, effect: Double) -> Rates {
    let found = Mutex(Rates())
    DispatchQueue.concurrentPerform(iterations: audits) { audit in
      var random = Seed(short: UInt64(audit)).stream("looks \(correlation) \(effect)")
      let strata = strata(&random, correlation: correlation, effect: effect)
      func pValues(families: [[Int]]) -> [Double] {
        PermutationTest(strata: strata, families: families).outcomes(
          permutations: 99, seed: Seed(short: UInt64(audit)), name: "looks", concurrently: false
        ).map(\.pValue)
      }
      let alone = pValues(families: [])
      let joint = pValues(families: [Array(0..<Self.looks)]).min()!
      found.withLock { found in
        found.last += alone[Self.looks - 1] <= Self.level ? 1 : 0
        found.bestOfTen += alone.min()! <= Self.level ? 1 : 0
        found.maxT += joint <= Self.level ? 1 : 0
      }
    }
    return found.withLock { $0 }
  }

  @Test func `the joint decision keeps the level and most of the power`() {
    let audits = 300
    let cases = [
      ("null, independent", 0.0, 0.0), ("null, correlation 0.8", 0.8, 0),
      ("effect, correlation 0.8", 0.8, 0.044),
    ]
    let results = cases.map { rates(audits: audits, correlation: $0.1, effect: $0.2) }
    func share(_ count: Int) -> String {
      String(format: "%.3f", Double(count) / Double(audits))
    }
    print("detected in \(audits) audits of 10 checkpoints")
    print("case                     last alone  best of 10  maxT")
    for (name, rates) in zip(cases.map(\.0), results) {
      print(
        name.padding(toLength: 24, withPad: " ", startingAt: 0), " ", share(rates.last),
        "     ", share(rates.bestOfTen), "     ", share(rates.maxT))
    }
    // 0.05 plus three standard errors of 300 audits.
    let most = Int(0.05 * Double(audits) + 3 * (0.05 * 0.95 * Double(audits)).squareRoot())
    for null in results.prefix(2) {
      #expect(null.maxT <= most)
      #expect(null.last <= most)
    }
    #expect(results[0].bestOfTen > 3 * most / 2)
    #expect(results[1].bestOfTen > results[1].maxT)
    #expect(Double(results[2].maxT) > 0.9 * Double(results[2].last))
  }
}
