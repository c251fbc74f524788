/// So many hits in so many trials. Counts are kept, because a rate alone has no interval.
package struct Proportion: Hashable, Sendable {
  package let hits: Int
  package let trials: Int

  package init(hits: Int, trials: Int) {
    precondition(0 <= hits && hits <= trials, "\(hits) hits in \(trials) trials")
    self.hits = hits
    self.trials = trials
  }

  /// Hits per trial, 0...1; `nil` where nothing was tried.
  package var rate: Double? { trials == 0 ? nil : Double(hits) / Double(trials) }

  /// Both groups as one.
  package static func + (a: Proportion, b: Proportion) -> Proportion {
    Proportion(hits: a.hits + b.hits, trials: a.trials + b.trials)
  }
}

extension Sequence<Proportion> {
  /// All together; none of none for none.
  package var pooled: Proportion { reduce(Proportion(hits: 0, trials: 0), +) }
}

extension Proportion: Codable {
  private enum CodingKeys: String, CodingKey { case hits, trials }

  /// - Throws: `DecodingError` where the counts contradict each other.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let hits = try container.decode(Int.self, forKey: .hits)
    let trials = try container.decode(Int.self, forKey: .trials)
    // Nobody tries a million million times, and sums of such counts stay numbers.
    guard 0 <= hits, hits <= trials, trials < 1 << 40 else {
      throw DecodingError.dataCorruptedError(
        forKey: .hits, in: container, debugDescription: "\(hits) hits in \(trials) trials")
    }
    self.init(hits: hits, trials: trials)
  }
}
