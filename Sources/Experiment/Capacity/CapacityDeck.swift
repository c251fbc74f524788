import AuditModel
import Randomness

/// The canaries of a capacity experiment: the ladder in a random order, and the controls.
package struct CapacityDeck: Hashable, Sendable {
  /// The texts that canaries are trained with.
  package enum Texts: String, CaseIterable, Codable, Sendable {
    /// Each canary has its own text. A model can also learn to recognise such speech.
    case own
    /// Each canary has the text of another one. Its sound says nothing about the text, so that every
    /// exact transcript is memorised.
    case shuffled
  }

  /// The reason why a ledger has no ladder.
  package enum Refusal: Error, Hashable, Sendable {
    /// The ledger has no trained canary or no control (of the speed).
    case tooFew(trained: Int, controls: Int)
    /// A canary has no other one of its speed, whose text it could get.
    case noPartner(String)
  }

  /// The ladder, then the controls.
  package let utterances: [CapacityUtterance]

  /// The number of canaries of the ladder.
  package var ladder: Int { utterances.count { $0.role == .trained } }

  /// - Parameter speed: the speed of the canaries; nil for all speeds.
  package init(
    _ canaries: [Canary], speed: Double?, texts: Texts, seed: Seed
  ) throws(Refusal) {
    let used = canaries.filter { canary in
      (canary.role == .trained || canary.role == .control)
        && (speed.map { $0 == canary.speed } ?? true)
    }
    var ladder = used.filter { $0.role == .trained }
    let controls = used.filter { $0.role == .control }
    guard !ladder.isEmpty, !controls.isEmpty else {
      throw .tooFew(trained: ladder.count, controls: controls.count)
    }
    var order = seed.stream("capacity order")
    order.shuffle(&ladder)
    let all = ladder + controls
    let dealt = texts == .own ? all.map(\.text) : try Self.dealt(all, seed)
    utterances = zip(all, dealt).map { canary, text in
      CapacityUtterance(
        id: canary.probeID, role: canary.role == .trained ? .trained : .control, text: text)
    }
  }

  /// The number of canaries of similar length among which texts are dealt.
  private static let group = 10

  /// Returns the text of another canary for each: one of the same speed, from a group with texts of
  /// similar length, so that it fits the sound. Each text is used once.
  private static func dealt(_ canaries: [Canary], _ seed: Seed) throws(Refusal) -> [String] {
    var stream = seed.stream("capacity texts")
    var texts = canaries.map(\.text)
    let speeds = Set(canaries.map(\.speed)).sorted()
    for speed in speeds {
      let places = canaries.indices.filter { canaries[$0].speed == speed }.sorted {
        let (left, right) = (canaries[$0], canaries[$1])
        return (left.text.unicodeScalars.count, left.probeID)
          < (right.text.unicodeScalars.count, right.probeID)
      }
      guard places.count > 1 else { throw .noPartner(canaries[places[0]].probeID) }
      let groups = max(1, places.count / group)
      for number in 0..<groups {
        var cycle = Array(
          places[places.count * number / groups..<places.count * (number + 1) / groups])
        // Every element of a random cycle gets the text of the next one, which is never its own.
        stream.shuffle(&cycle)
        for (place, next) in zip(cycle, cycle.dropFirst() + cycle.prefix(1)) {
          texts[place] = canaries[next].text
        }
      }
    }
    return texts
  }
}
