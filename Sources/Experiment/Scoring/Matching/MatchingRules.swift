import AuditModel
import Files
import Transcripts

/// The rules by which transcripts are matched with probes, besides those of `ProbeIndex`.
package struct MatchingRules: Sendable {
  /// The order of the probes, for transcripts that are matched by it.
  package var order: ProbeOrder?
  /// The number of hypotheses of each probe of which the most favourable is scored; 1 for the first
  /// hypothesis.
  package var bestOf = 1
  /// The comparison of hypotheses with references.
  var normalizer = CanaryNormalizer(.basic, .words)

  package init() {}
}

/// Finds the most favourable of several hypotheses: the one with the fewest character errors. The first
/// of several equal ones counts.
struct FavoriteHypothesis: Sendable {
  let count: Int
  private let probes: [[UInt32]]
  private let checkUtterances: [[UInt32]]
  private let normalizer: CanaryNormalizer

  init(_ ledger: Ledger, _ rules: MatchingRules) {
    let normalizer = rules.normalizer
    func scalars(_ text: String) -> [UInt32] { normalizer(text).unicodeScalars.map(\.value) }
    count = rules.bestOf
    self.normalizer = normalizer
    probes = ledger.probes.map { scalars($0.text) }
    checkUtterances = ledger.checkUtterances.map { scalars($0.text) }
  }

  func choose(_ slot: ProbeIndex.Slot, _ first: String, _ second: String) -> String {
    let reference =
      switch slot {
      case .probe(let index), .naturalSpeedProbe(let index): probes[index]
      case .checkUtterance(let index): checkUtterances[index]
      }
    return errors(second, reference) < errors(first, reference) ? second : first
  }

  private func errors(_ text: String, _ reference: [UInt32]) -> Int {
    var distance = EditDistance()
    return distance.distance(normalizer(text).unicodeScalars.map(\.value), reference)
  }
}
