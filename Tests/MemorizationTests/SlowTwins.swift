import Foundation
import Memorization
import Randomness

/// Obviously right forms of the module's functions, term by term from their definitions.
enum SlowTwin {
  static func score(_ loss: Double) -> Double { -log(exp(max(loss, 1e-12)) - 1) }

  static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

  /// The sum of squared deviations from the mean.
  static func squares(_ values: [Double]) -> Double {
    values.map { ($0 - mean(values)) * ($0 - mean(values)) }.reduce(0, +)
  }

  /// φ of an utterance under the models on one side.
  static func scores(_ table: SubsetTable, _ utterance: Int, in side: Bool) -> [Double] {
    (0..<table.models).filter { table.inTraining[$0][utterance] == side }
      .compactMap { table.losses[$0][utterance] }.map(score)
  }

  static func pooledVariance(_ table: SubsetTable, in side: Bool) -> Double? {
    let groups = (0..<table.utterances).map { scores(table, $0, in: side) }
    let freedom = groups.map { max($0.count - 1, 0) }.reduce(0, +)
    guard freedom > 0 else { return nil }
    return groups.filter { !$0.isEmpty }.map(squares).reduce(0, +) / Double(freedom)
  }

  static func liraOnline(_ table: SubsetTable, _ utterance: Int, loss: Double) -> Double? {
    let (inside, outside) = (
      scores(table, utterance, in: true), scores(table, utterance, in: false)
    )
    guard !inside.isEmpty, !outside.isEmpty else { return nil }
    let own = (pooledVariance(table, in: true), pooledVariance(table, in: false))
    let variances = (own.0 ?? own.1 ?? 1, own.1 ?? own.0 ?? 1)
    func density(_ mean: Double, _ variance: Double) -> Double {
      let z = (score(loss) - mean) / sqrt(variance)
      return exp(-z * z / 2) / sqrt(2 * .pi * variance)
    }
    return log(density(mean(inside), variances.0)) - log(density(mean(outside), variances.1))
  }

  /// The share of pairs in which the member scores higher, with ties counting one half.
  static func auc(_ members: [Double], _ others: [Double]) -> Double {
    var wins = 0.0
    for member in members {
      for other in others { wins += member > other ? 1 : member == other ? 0.5 : 0 }
    }
    return wins / Double(members.count * others.count)
  }

  /// RMIA's score of an utterance with one reference model: the share of a population whose ratio of
  /// probabilities is lower by the factor gamma = 2.
  static func rmia(
    _ loss: Double, reference: Double, population: [(target: Double, reference: Double)]
  ) -> Double {
    let ratio = exp(-loss) / exp(-reference)
    let beaten = population.count { ratio / (exp(-$0.target) / exp(-$0.reference)) > 2 }
    return Double(beaten) / Double(population.count)
  }
}

/// A stand-in for training: φ of an utterance is its ease plus noise, and more if the model was trained on
/// it. Some utterances are memorised much, most a little.
struct SimulatedTraining {
  let utterances: Int
  private let ease: [Double]
  private let effect: [Double]
  private var random: RandomStream

  init(utterances: Int, seed: UInt64) {
    self.utterances = utterances
    random = Seed(short: seed).stream("simulated training")
    var random = random
    ease = (0..<utterances).map { _ in Self.normal(&random) * 4 - 6 }
    effect = (0..<utterances).map { $0 % 4 == 0 ? 4 : 0.6 }
    self.random = random
  }

  static func normal(_ random: inout RandomStream) -> Double {
    sqrt(-2 * log(1 - random.unit())) * cos(2 * .pi * random.unit())
  }

  mutating func half() -> [Bool] {
    var order = Array(0..<utterances)
    random.shuffle(&order)
    let chosen = Set(order.prefix(utterances / 2))
    return (0..<utterances).map(chosen.contains)
  }

  /// The losses of a model that was trained on some utterances.
  mutating func losses(_ trained: [Bool]) -> [Double] {
    (0..<utterances).map { utterance in
      let score =
        ease[utterance] + (trained[utterance] ? effect[utterance] : 0) + Self.normal(&random)
      return log1p(exp(-score))
    }
  }

  /// Reference models in complementary pairs.
  mutating func table(pairs: Int) -> SubsetTable {
    var (losses, membership): ([[Double]], [[Bool]]) = ([], [])
    for _ in 0..<pairs {
      let half = half()
      for trained in [half, half.map(!)] {
        losses.append(self.losses(trained))
        membership.append(trained)
      }
    }
    return SubsetTable(losses: losses, inTraining: membership, utterances: utterances)
  }
}
