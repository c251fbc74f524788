import Injection
import Randomness
import TestSupport
import Testing

@Suite struct RandomGapsTests {
  @Test func `every interleaving is equally likely`() {
    var random = Seed(short: 1).stream("gaps")
    var counts: [[Int]: Int] = [:]
    for _ in 0..<30_000 { counts[randomGaps(3, among: 2, from: &random), default: 0] += 1 }
    // Three among two: five places, choose three.
    #expect(counts.count == 10)
    #expect(isUniform(Array(counts.values)))
  }

  @Test func `gaps are ascending, from before the first line to after the last`() {
    var random = Seed(short: 2).stream("gaps")
    var seen: Set<Int> = []
    for _ in 0..<2_000 {
      let gaps = randomGaps(5, among: 4, from: &random)
      #expect(gaps.count == 5)
      #expect(gaps == gaps.sorted())
      seen.formUnion(gaps)
    }
    #expect(seen == Set(0...4))
  }

  @Test func `no injected lines and no other lines are accepted`() {
    var random = Seed(short: 3).stream("gaps")
    #expect(randomGaps(0, among: 10, from: &random) == [])
    #expect(randomGaps(3, among: 0, from: &random) == [0, 0, 0])
  }
}
