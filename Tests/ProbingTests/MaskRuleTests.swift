import AuditModel
import Probing
import Testing

/// The words and the frames that a mask hides.
@Suite struct MaskRuleTests {
  private let times = [0.1..<0.5, 0.5..<0.9, 1.0..<1.4, 1.6..<2.0]

  private func seconds(
    _ hidden: Range<Int>, speed: Double = 1, of length: Double = 2.2
  ) -> ClosedRange<Double>? {
    MaskRule.frames(times, hiding: hidden, speed: speed, seconds: length, sampleRate: 1_000)
      .map { Double($0.lowerBound) / 1_000...Double($0.upperBound) / 1_000 }
  }

  @Test func `a mask reaches beyond its words, but not to the neighbours`() {
    #expect(seconds(3..<4) == 1.48...2.12)
    // The neighbour ends 0.1 s before the word, of which 0.02 s stay.
    #expect(seconds(2..<3) == 0.92...1.52)
    // The neighbour ends where the word begins, and the word is hidden completely.
    #expect(seconds(1..<2) == 0.5...0.98)
    #expect(seconds(2..<4) == 0.92...2.12)
  }

  @Test func `a mask stays within the sound`() {
    #expect(seconds(0..<1) == 0...0.5)
    #expect(seconds(3..<4, of: 2.05) == 1.48...2.05)
  }

  @Test func `a fast canary has shorter reaches, and short words are not hidden`() {
    #expect(seconds(3..<4, speed: 2) == 1.54...2.06)
    let short = [0.0..<0.1, 0.1..<0.2]
    #expect(
      MaskRule.frames(short, hiding: 1..<2, speed: 1, seconds: 0.3, sampleRate: 1_000) == nil)
    #expect(
      MaskRule.frames(short, hiding: 1..<2, speed: 2, seconds: 0.3, sampleRate: 1_000) != nil)
  }

  @Test func `at least one word stays visible`() {
    #expect(HiddenWords.lastWord.places(among: 1) == nil)
    #expect(HiddenWords.lastWord.places(among: 2) == 1..<2)
    #expect(HiddenWords.middleWord.places(among: 2) == nil)
    #expect(HiddenWords.middleWord.places(among: 7) == 3..<4)
    #expect(HiddenWords.lastTwoWords.places(among: 2) == nil)
    #expect(HiddenWords.lastTwoWords.places(among: 7) == 5..<7)
  }

  @Test func `every family has a strength, and kinds are different`() {
    let kinds = ProbeEdit.all.map(\.kind)
    #expect(Set(kinds).count == kinds.count)
    #expect(Set(kinds.map(\.family)) == Set(ProbeFamily.allCases))
  }
}
