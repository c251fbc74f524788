import AuditModel
import Capacity
import Integrity
import Randomness
import Testing

struct CapacityDeckTests {
  private func canary(
    _ number: Int, _ role: Canary.Role, speed: Double = 2, text: String? = nil
  ) -> Canary {
    Canary(
      probeID: "p\(number)", trainingIDs: [],
      text: text ?? "text \(number) " + String(repeating: "a", count: number % 37), voice: "v",
      speed: speed, block: .coin, role: role, repetitions: role == .trained ? 1 : 0, frames: 1_000,
      gain: 1, paddingFrames: 0, audioDigest: Digest(of: [1]))
  }

  private var ledger: [Canary] {
    (0..<60).map { canary($0, $0 % 3 == 0 ? .control : .trained, speed: $0 % 2 == 0 ? 2 : 3) }
      + [canary(90, .tracer)]
  }

  private func deck(
    _ texts: CapacityDeck.Texts, seed: UInt64 = 1, speed: Double? = nil
  ) throws -> CapacityDeck {
    try CapacityDeck(ledger, speed: speed, texts: texts, seed: Seed(short: seed))
  }

  @Test func `the ladder has the trained canaries in a random order, and no tracer`() throws {
    let deck = try deck(.own)
    #expect(deck.ladder == 40)
    let roles = deck.utterances.map(\.role)
    #expect(roles == Array(repeating: .trained, count: 40) + Array(repeating: .control, count: 20))
    let ids = deck.utterances.prefix(40).map(\.id)
    let sorted = ledger.filter { $0.role == .trained }.map(\.probeID)
    #expect(Set(ids) == Set(sorted) && ids != sorted)
    #expect(try self.deck(.own, seed: 2).utterances.map(\.id) != deck.utterances.map(\.id))
    #expect(try self.deck(.own) == deck)
  }

  @Test func `own texts are those of the ledger`() throws {
    let texts = Dictionary(uniqueKeysWithValues: ledger.map { ($0.probeID, $0.text) })
    #expect(try deck(.own).utterances.allSatisfy { texts[$0.id] == $0.text })
  }

  @Test(arguments: 1...20)
  func `shuffled texts are those of other canaries of the speed, each once`(_ seed: UInt64) throws {
    let canaries = Dictionary(uniqueKeysWithValues: ledger.map { ($0.probeID, $0) })
    let owners = Dictionary(uniqueKeysWithValues: ledger.map { ($0.text, $0) })
    let deck = try deck(.shuffled, seed: seed)
    for utterance in deck.utterances {
      let own = try #require(canaries[utterance.id])
      let owner = try #require(owners[utterance.text])
      #expect(owner.probeID != own.probeID && owner.speed == own.speed)
      #expect(owner.role != .tracer)
      // Thirty canaries of a speed are dealt in three groups by length.
      let rank = { (text: String) in
        self.ledger.count { $0.speed == own.speed && $0.text.count < text.count }
      }
      #expect(abs(rank(own.text) - rank(owner.text)) <= 11)
    }
    #expect(Set(deck.utterances.map(\.text)).count == deck.utterances.count)
    // The order of the ladder does not depend on the texts.
    #expect(deck.utterances.map(\.id) == (try self.deck(.own, seed: seed)).utterances.map(\.id))
  }

  @Test func `a speed restricts both groups`() throws {
    let deck = try deck(.shuffled, speed: 3)
    let allowed = Set(ledger.filter { $0.speed == 3 }.map(\.probeID))
    #expect(deck.utterances.count == 30 && deck.utterances.allSatisfy { allowed.contains($0.id) })
  }

  @Test func `a ledger without a ladder is refused`() throws {
    #expect(throws: CapacityDeck.Refusal.tooFew(trained: 0, controls: 0)) {
      try deck(.own, speed: 5)
    }
    let alone = [canary(0, .trained), canary(1, .control, speed: 3), canary(2, .control, speed: 3)]
    #expect(throws: CapacityDeck.Refusal.noPartner("p0")) {
      try CapacityDeck(alone, speed: nil, texts: .shuffled, seed: Seed(short: 1))
    }
  }
}
