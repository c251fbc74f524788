import Randomness
import Statistics

/// Strata of randomised audits in which a given share of trained canaries is recognised.
enum Designs {
  /// A block of 11 canaries: 2, 2, 1 and 1 with 2, 4, 8 and 16 repetitions, and 5 controls.
  static func block(
    continuous: Bool = false, effect: Double, from random: inout RandomStream
  ) -> Stratum {
    var copies = [2.0, 2, 4, 4, 8, 16, 0, 0, 0, 0, 0]
    random.shuffle(&copies)
    let doses = [0: 0.0, 2: 2, 4: 3, 8: 4, 16: 5]
    return stratum(
      copies: copies, doses: copies.map { doses[Int($0)] ?? 0 }, continuous: continuous,
      effect: effect, from: &random)
  }

  /// Fifty fair coins: one repetition or none.
  static func coins(effect: Double, from random: inout RandomStream) -> Stratum {
    let copies = (0..<50).map { _ in random.coin() ? 1.0 : 0 }
    return stratum(
      copies: copies, doses: copies, continuous: false, effect: effect, from: &random)
  }

  static func coinsAndBlocks(effect: Double, from random: inout RandomStream) -> [Stratum] {
    (0..<4).map { _ in coins(effect: effect, from: &random) }
      + (0..<20).map { _ in block(effect: effect, from: &random) }
  }

  private static func stratum(
    copies: [Double], doses: [Double], continuous: Bool, effect: Double,
    from random: inout RandomStream
  ) -> Stratum {
    var verbatim: [Double] = []
    var partial: [Double] = []
    for count in copies {
      let hit = count > 0 && random.unit() < effect || random.unit() < 0.05
      let noise = continuous ? random.unit() : Double(random.below(12)) / 24
      verbatim.append(continuous ? random.unit() : hit ? 1 : 0)
      partial.append(hit ? 1 : noise)
    }
    return Stratum(scores: [verbatim, partial], weights: [doses, copies])
  }
}
