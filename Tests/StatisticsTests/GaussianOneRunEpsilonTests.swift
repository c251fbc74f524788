import Foundation
import Randomness
import Statistics
import Testing

@Suite struct GaussianOneRunEpsilonTests {
  @Test func `bounds agree with an independent implementation on a thousand inputs`() throws {
    struct Case: Decodable {
      let canaries, guesses, correct: Int
      let delta, confidence, lowerBound: Double
    }
    let cases = try fixture("gaussian-one-run-epsilon", of: Case.self)
    #expect(cases.count >= 1_000)
    for wanted in cases {
      let mu = GaussianOneRunEpsilon(
        canaries: wanted.canaries, guesses: wanted.guesses, correct: wanted.correct
      ).lowerBound(confidence: wanted.confidence)
      let bound = GaussianOneRunEpsilon.epsilon(mu: mu, delta: wanted.delta)
      #expect(abs(bound - wanted.lowerBound) <= 1e-6 * max(1, bound), "\(wanted)")
    }
  }

  @Test func `the epsilon of Gaussian differential privacy has the defining delta`() {
    for mu in [0.01, 0.5, 1, 3, 8] {
      for delta in [1e-8, 1e-5, 0.01] {
        let epsilon = GaussianOneRunEpsilon.epsilon(mu: mu, delta: delta)
        let found =
          NormalDistribution.cumulative(-epsilon / mu + mu / 2)
          - exp(epsilon) * NormalDistribution.cumulative(-epsilon / mu - mu / 2)
        #expect(epsilon == 0 ? found <= delta : abs(found - delta) < 1e-9 * delta + 1e-15)
      }
    }
    #expect(GaussianOneRunEpsilon.epsilon(mu: 0, delta: 1e-5) == 0)
  }

  @Test func `without a correct guess or without guesses the bound is 0`() {
    for (guesses, correct) in [(0, 0), (20, 0), (40, 20), (1, 1)] {
      let bound = GaussianOneRunEpsilon(canaries: 200, guesses: guesses, correct: correct)
      #expect(bound.lowerBound(confidence: 0.95) == 0)
    }
  }

  /// A mechanism with the assumed trade-off function: each coin with Gaussian noise, all guessed in
  /// the order of the noisy values.
  @Test(arguments: [0.0, 1])
  func `a true μ is overstated at most once in twenty`(mu: Double) {
    var random = Seed(short: 61).stream("gaussian \(mu)")
    let runs = 1_000
    let overstated = (0..<runs).count { _ in
      let canaries = (0..<100).map { _ in
        let coin = random.coin()
        let noise = NormalDistribution.quantile(max(random.unit(), 0x1p-60))
        return (value: (coin ? mu : 0) + noise, coin: coin)
      }.sorted { $0.value > $1.value }
      let correct =
        canaries.prefix(20).count { $0.coin } + canaries.suffix(20).count { !$0.coin }
      return GaussianOneRunEpsilon(canaries: 100, guesses: 40, correct: correct)
        .lowerBound(confidence: 0.95) > mu
    }
    #expect(Double(overstated) / Double(runs) < 0.05 + margin(0.05, runs), "\(overstated)")
  }
}
