import Randomness
import Statistics
import Testing

@Suite struct HolmFamiliesTests {
  /// The rejected hypotheses at a level, by the procedure itself: families share the level, and one
  /// that has rejected everything passes its share on.
  private func rejected(_ families: [[Double]], level: Double) -> [[Bool]] {
    var open = Set(families.indices)
    while let done = open.first(where: { family in
      families[family].allSatisfy { $0 * Double(open.count) <= level }
    }) {
      if open.count == 1 { break }
      open.remove(done)
    }
    return families.indices.map { family in
      families[family].map { p in
        !open.contains(family) || p * Double(open.count) <= level
      }
    }
  }

  @Test func `families of one p-value have Holm's correction`() {
    var random = Seed(short: 5).stream("holm")
    for _ in 0..<200 {
      let pValues = (0..<(1 + Int(random.below(4)))).map { _ in random.unit() * 0.2 }
      let families = Holm.adjusted(families: pValues.map { [$0] }).map { $0[0] }
      for (a, b) in zip(families, Holm.adjusted(pValues)) { #expect(abs(a - b) < 1e-15) }
    }
  }

  @Test func `adjusted p-values reject what the procedure rejects`() {
    var random = Seed(short: 6).stream("families")
    for _ in 0..<500 {
      let families = (0..<(1 + Int(random.below(3)))).map { _ in
        (0..<(1 + Int(random.below(3)))).map { _ in random.unit() * 0.1 }
      }
      let adjusted = Holm.adjusted(families: families)
      for level in [0.01, 0.03, 0.05, 0.1, 0.2] {
        #expect(
          adjusted.map { $0.map { $0 <= level } } == rejected(families, level: level),
          "\(families) at \(level)")
      }
    }
  }

  @Test func `a family that rejects everything passes its level on`() {
    let adjusted = Holm.adjusted(families: [[0.01, 0.02], [0.04, 0.9]])
    #expect(adjusted[0] == [0.02, 0.04])
    #expect(adjusted[1] == [0.04, 0.9])
    // One hypothesis that is not rejected keeps the share.
    #expect(Holm.adjusted(families: [[0.01, 0.03], [0.04, 0.9]])[1][0] == 0.06)
  }
}
