import Integrity
import Randomness
import Ranking
import Testing

@Suite struct ConflictsTests {
  private func sound(_ name: String, frames: Int = 100, _ pooled: [Float] = []) -> SoundPrint {
    SoundPrint(digest: Digest(of: name.utf8), frames: frames, pooled: pooled)
  }

  @Test func `equal sound with different texts is a conflict, with one text a duplicate`() {
    let found = Conflicts(
      [sound("x"), sound("y"), sound("x"), nil, sound("y"), sound("x"), nil],
      texts: ["a", "b", "a", "c", "b", "d", "e"])
    #expect(found.all == [Conflict(kind: .equal, members: [0, 2, 5], similarity: 1)])
    #expect(found.duplicates == 1)
    #expect(found.searchedNear)
  }

  @Test(arguments: 0..<5) func `near pairs equal those of a search through all pairs`(
    _ seed: UInt64
  ) {
    var numbers = SplitMix(key: seed)
    var sounds: [SoundPrint] = []
    for index in 0..<150 {
      let base = index % 50
      var shape = SplitMix(key: UInt64(base))
      var pooled = (0..<32).map { _ in Float.random(in: -1...1, using: &shape) }
      for place in pooled.indices {
        pooled[place] += Float.random(in: -0.07...0.07, using: &numbers)
      }
      let norm = pooled.reduce(0) { $0 + $1 * $1 }.squareRoot()
      sounds.append(
        sound(
          "\(index)", frames: 200 + Int.random(in: 0..<9, using: &numbers), pooled.map { $0 / norm }
        ))
    }
    let texts = (0..<150).map { "\($0 % 50)\($0 % 3 == 0 ? "x" : "")" }
    var expected: [[Int]] = []
    for first in sounds.indices {
      for second in sounds.indices where second > first && texts[first] != texts[second] {
        let (a, b) = (sounds[first], sounds[second])
        let lengths = [a.frames, b.frames].sorted()
        var sum: Float = 0
        for index in a.pooled.indices { sum += a.pooled[index] * b.pooled[index] }
        if lengths[1] <= Int(Double(lengths[0]) * 1.02), Double(sum) >= Conflicts.nearSimilarity {
          expected.append([first, second])
        }
      }
    }
    let found = Conflicts(sounds, texts: texts).all
    #expect(found.map(\.members) == expected)
    #expect(found.allSatisfy { $0.kind == .near && $0.similarity >= Conflicts.nearSimilarity })
    #expect(!expected.isEmpty)
  }

  @Test func `sounds of other lengths or without energies are not near`() {
    let pooled: [Float] = [0.6, 0.8]
    let found = Conflicts(
      [sound("a", frames: 100, pooled), sound("b", frames: 103, pooled), sound("c")],
      texts: ["a", "b", "c"])
    #expect(found.all.isEmpty)
  }
}
