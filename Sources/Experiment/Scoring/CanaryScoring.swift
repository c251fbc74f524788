import AuditModel
import Dispatch
import Synchronization

/// Scores every canary that has a transcript, on all cores, in the ledger's order.
func score(
  _ canaries: [Canary], heard: [String?], normalizer: Normalizer
) -> [CanaryScore?] {
  let references = canaries.map { normalizer($0.text) }
  let neighbours = Neighbours(references)
  let chunk = 512
  let chunks = (canaries.count + chunk - 1) / chunk
  let scores = Mutex([CanaryScore?](repeating: nil, count: canaries.count))
  DispatchQueue.concurrentPerform(iterations: chunks) { number in
    var scorer = Scorer(neighbours: neighbours, normalizer: normalizer)
    let range = (number * chunk)..<min(canaries.count, (number + 1) * chunk)
    let part = range.map { index in
      heard[index].map { scorer.score(index, references[index], heard: $0) }
    }
    scores.withLock { $0.replaceSubrange(range, with: part) }
  }
  return scores.withLock { $0 }
}

/// All canaries' texts, for telling whose text a transcript is nearest to.
struct Neighbours: Sendable {
  let texts: [[UInt32]]
  let owners: [String: Int]

  /// Comparing every transcript with every text grows with the square; above this many canaries
  /// only equality is looked up.
  static let mostCompared = 5_000

  init(_ references: [String]) {
    owners = Dictionary(
      references.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { a, _ in a })
    texts =
      references.count <= Self.mostCompared
      ? references.map { $0.unicodeScalars.map(\.value) } : []
  }
}

/// One lane's tools for scoring.
struct Scorer {
  let neighbours: Neighbours
  let normalizer: Normalizer
  private var counter = ErrorCounter()
  private var distance = EditDistance()

  init(neighbours: Neighbours, normalizer: Normalizer) {
    self.neighbours = neighbours
    self.normalizer = normalizer
  }

  mutating func score(_ index: Int, _ reference: String, heard raw: String) -> CanaryScore {
    let heard = normalizer(raw)
    let (characters, words) = counter.errors(reference, heard)
    let owner = neighbours.owners[heard]
    let isAnothers = owner != nil && heard != reference
    return CanaryScore(
      index: index, characters: characters, words: words, isExact: heard == reference,
      isNear: !isAnothers && characters.rate.map { $0 <= CanaryScore.nearLimit } ?? false,
      nearestOtherRatio: isAnothers ? nil : ratio(index, characters.edits, heard), heard: raw)
  }

  private mutating func ratio(_ index: Int, _ own: Int, _ heard: String) -> Double? {
    if own == 0 { return 0 }
    let heard = heard.unicodeScalars.map(\.value)
    var nearest = Int.max
    for (other, text) in neighbours.texts.enumerated() where other != index {
      if abs(text.count - heard.count) >= nearest { continue }
      nearest = min(nearest, distance.distance(text, heard))
    }
    return nearest == .max || nearest == 0 ? nil : Double(own) / Double(nearest)
  }
}
