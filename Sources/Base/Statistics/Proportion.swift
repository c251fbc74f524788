/// A number of hits in a number of trials. Counts are kept, because a rate alone has no interval.
package struct Proportion: Hashable, Sendable {
  package let hits: Int
  package let trials: Int

  package init(hits: Int, trials: Int) {
    precondition(0 <= hits && hits <= trials, "\(hits) hits in \(trials) trials")
    self.hits = hits
    self.trials = trials
  }

  /// Hits per trial, 0...1; `nil` without trials.
  package var rate: Double? { trials == 0 ? nil : Double(hits) / Double(trials) }

  /// The counts of both groups together.
  package static func + (a: Proportion, b: Proportion) -> Proportion {
    Proportion(hits: a.hits + b.hits, trials: a.trials + b.trials)
  }
}

extension Sequence<Proportion> {
  /// The counts of all groups together.
  package var pooled: Proportion { reduce(Proportion(hits: 0, trials: 0), +) }
}

extension Proportion: Codable {
  private enum CodingKeys: String, CodingKey { case hits, trials }

  /// - Throws: `DecodingError` if the counts contradict each other: a report is untrusted input.
  package init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let hits = try container.decode(Int.self, forKey: .hits)
    let trials = try container.decode(Int.self, forKey: .trials)
    // The upper limit keeps sums of untrusted counts within `Int`.
    guard 0 <= hits, hits <= trials, trials < 1 << 40 else {
      throw DecodingError.dataCorruptedError(
        forKey: .hits, in: container, debugDescription: "\(hits) hits in \(trials) trials")
    }
    self.init(hits: hits, trials: trials)
  }
}
