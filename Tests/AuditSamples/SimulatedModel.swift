import AuditModel
import Randomness
import Statistics

extension Experiment {
  /// Draws the transcript of a canary by a model with this effect. Errors are substituted letters.
  package mutating func hear(
    _ canary: Canary, by effect: AssumedEffect, _ random: inout RandomStream
  ) {
    let tier = ledger.header.design.repetitions.firstIndex(of: canary.repetitions)
    if random.unit() < max(effect.controlsExact, tier.map { effect.exact[$0] } ?? 0) {
      return hear(canary.text, at: canary)
    }
    let mean = effect.controls + (tier.map { effect.closer[$0] } ?? 0)
    let draw = NormalDistribution.quantile(max(random.unit(), 0x1p-60))
    let accuracy = min(1, max(0, mean + effect.spread * draw))
    var letters = Array(canary.text)
    var places = Array(letters.indices)
    random.shuffle(&places)
    let wrong = Int((Double(letters.count) * (1 - accuracy)).rounded())
    for place in places.prefix(wrong) { letters[place] = "ж" }
    hear(String(letters), at: canary)
  }

  /// Draws the role of every coin again, and a new seed.
  package mutating func flipCoins(_ run: Int) {
    ledger.header.seed = Seed(short: UInt64(run)).bytes.hex
    var random = Seed(short: UInt64(run)).stream("coins")
    for index in ledger.canaries.indices where ledger.canaries[index].block == .coin {
      let isHeads = random.coin()
      let repetitions = isHeads ? ledger.header.design.repetitions[0] : 0
      ledger.canaries[index].role = isHeads ? .trained : .control
      ledger.canaries[index].repetitions = repetitions
      ledger.canaries[index].trainingIDs = (0..<repetitions).map { "t\(index)-\($0)" }
    }
  }

  /// This experiment with the analysis that ledgers of earlier versions declare.
  package var withEarlierAnalysis: Experiment {
    var experiment = self
    experiment.ledger.header.primaryAnalysis.partialWeights = nil
    experiment.ledger.header.primaryAnalysis.epsilonFewestExact = nil
    return experiment
  }
}
