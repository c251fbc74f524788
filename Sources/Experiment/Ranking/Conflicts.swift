import Integrity

/// The sound of an utterance as far as the search for conflicts needs it.
package struct SoundPrint: Hashable, Sendable {
  /// The digest of the decoded samples.
  package let digest: Digest
  package let frames: Int
  /// Log-mel energies, averaged over equal parts of the utterance, with mean 0 and length 1; empty if
  /// they are unknown.
  package let pooled: [Float]

  package init(digest: Digest, frames: Int, pooled: [Float]) {
    self.digest = digest
    self.frames = frames
    self.pooled = pooled
  }
}

/// Utterances with one sound and different texts, of which at most one can be right.
package struct Conflict: Hashable, Sendable {
  /// The method by which the sounds were compared.
  package enum Kind: String, Codable, Sendable {
    /// The decoded samples are equal.
    case equal
    /// The pooled log-mel energies are nearly equal.
    case near
  }

  package let kind: Kind
  /// The numbers of the utterances, ascending; at least two.
  package let members: [Int]
  /// The smallest correlation of the pooled energies of neighbours in the group; 1 for equal sound.
  package let similarity: Double

  package init(kind: Kind, members: [Int], similarity: Double) {
    self.kind = kind
    self.members = members
    self.similarity = similarity
  }
}

/// Repeated sounds in a corpus. No model is needed to find them.
package struct Conflicts: Hashable, Sendable {
  /// The correlation of pooled energies from which two sounds are nearly equal.
  package static let nearSimilarity = 0.995
  /// The largest relative difference of lengths of nearly equal sounds.
  static let nearLength = 0.02
  /// The number of utterances up to which nearly equal sounds are searched for: the search compares
  /// every utterance with all that have nearly its length.
  package static let mostForNear = 30_000

  /// Groups with equal sound first, then pairs that are nearly equal, each in the order of the corpus.
  package private(set) var all: [Conflict] = []
  /// The number of groups with equal sound and one text. They are duplicates and no conflict.
  package private(set) var duplicates = 0
  /// Whether nearly equal sounds were searched for.
  package let searchedNear: Bool

  /// - Parameters:
  ///   - sounds: one for each utterance; nil if the audio is unknown.
  ///   - texts: the normalised text of each utterance.
  package init(_ sounds: [SoundPrint?], texts: [String]) {
    var groups: [Digest: [Int]] = [:]
    for (utterance, sound) in sounds.enumerated() {
      if let sound { groups[sound.digest, default: []].append(utterance) }
    }
    for members in groups.values.filter({ $0.count > 1 }).sorted(by: { $0[0] < $1[0] }) {
      if Set(members.map { texts[$0] }).count > 1 {
        all.append(Conflict(kind: .equal, members: members, similarity: 1))
      } else {
        duplicates += 1
      }
    }
    searchedNear = groups.count <= Self.mostForNear
    if searchedNear { addNear(sounds, texts, representatives: groups.values.map { $0[0] }) }
  }

  private mutating func addNear(
    _ sounds: [SoundPrint?], _ texts: [String], representatives: [Int]
  ) {
    let candidates = representatives.filter { !(sounds[$0]?.pooled.isEmpty ?? true) }
      .sorted { (sounds[$0]!.frames, $0) < (sounds[$1]!.frames, $1) }
    var found: [Conflict] = []
    for (place, first) in candidates.enumerated() {
      let sound = sounds[first]!
      let longest = Int(Double(sound.frames) * (1 + Self.nearLength))
      for second in candidates[(place + 1)...] {
        let other = sounds[second]!
        guard other.frames <= longest else { break }
        let similarity = Self.similarity(sound.pooled, other.pooled)
        guard similarity >= Self.nearSimilarity, texts[first] != texts[second] else { continue }
        found.append(
          Conflict(
            kind: .near, members: [min(first, second), max(first, second)],
            similarity: min(similarity, 1)))
      }
    }
    all += found.sorted { ($0.members[0], $0.members[1]) < ($1.members[0], $1.members[1]) }
  }

  static func similarity(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count else { return 0 }
    var sum: Float = 0
    for index in a.indices { sum += a[index] * b[index] }
    return Double(sum)
  }
}
