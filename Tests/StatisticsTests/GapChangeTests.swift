import Randomness
import Statistics
import Testing

@Suite struct GapChangeTests {
  private func groups(_ counts: [Int]) -> GapChange.Groups {
    GapChange.Groups(
      trained: Proportion(hits: counts[0], trials: counts[1]),
      controls: Proportion(hits: counts[2], trials: counts[3]))
  }

  @Test func `intervals agree with the formula in numpy`() throws {
    struct Case: Decodable {
      let now, before: [Int]
      let confidence, nowLower, nowUpper, lower, upper: Double
    }
    for wanted in try fixture("gap-change", of: Case.self) {
      let (now, before) = (groups(wanted.now), groups(wanted.before))
      let gap = Newcombe.difference(
        of: now.trained, minus: now.controls, confidence: wanted.confidence)
      #expect(agree(gap.lower, wanted.nowLower) && agree(gap.upper, wanted.nowUpper))
      let change = GapChange.interval(now: now, before: before, confidence: wanted.confidence)
      #expect(agree(change.lower, wanted.lower) && agree(change.upper, wanted.upper))
    }
  }

  @Test func `exchanging the reports mirrors the interval, and an empty group gives -2 to 2`() {
    let (a, b) = (groups([5, 20, 0, 100]), groups([1, 30, 2, 50]))
    let forth = GapChange.interval(now: a, before: b, confidence: 0.95)
    let back = GapChange.interval(now: b, before: a, confidence: 0.95)
    #expect(abs(forth.lower + back.upper) < 1e-15 && abs(forth.upper + back.lower) < 1e-15)
    for empty in [groups([0, 0, 0, 100]), groups([0, 20, 0, 0])] {
      let nothing = GapChange.interval(now: a, before: empty, confidence: 0.95)
      #expect(nothing == Interval(lower: -2, upper: 2, confidence: 0.95))
    }
    let most = GapChange.interval(
      now: groups([20, 20, 0, 20]), before: groups([0, 20, 20, 20]), confidence: 0.95)
    #expect(most.upper == 2)
  }

  @Test func `the 95% interval has about its coverage`() {
    var random = Seed(short: 41).stream("gap change")
    func draw(_ rate: Double, of trials: Int) -> Proportion {
      Proportion(hits: (0..<trials).count { _ in random.unit() < rate }, trials: trials)
    }
    let runs = 4_000
    let covered = (0..<runs).count { _ in
      let now = GapChange.Groups(trained: draw(0.3, of: 40), controls: draw(0.05, of: 100))
      let before = GapChange.Groups(trained: draw(0.1, of: 40), controls: draw(0.05, of: 100))
      return GapChange.interval(now: now, before: before, confidence: 0.95).contains(0.2)
    }
    #expect(Double(covered) / Double(runs) > 0.95 - margin(0.95, runs))
    #expect(Double(covered) / Double(runs) < 0.975)
  }

  @Test func `different confidences are a precondition failure`() async {
    await #expect(processExitsWith: .failure) {
      let narrow = Estimate(0, Interval(lower: -1, upper: 1, confidence: 0.9))
      _ = narrow - Estimate(0, Interval(lower: -1, upper: 1, confidence: 0.95))
    }
  }
}
