import Scoring
import Testing

@Suite struct ErrorRateTests {
  @Test func `a rate is edits over reference length`() {
    #expect(ErrorRate(edits: 1, referenceLength: 4).rate == 0.25)
    #expect(ErrorRate(edits: 0, referenceLength: 4).rate == 0)
    #expect(ErrorRate(edits: 6, referenceLength: 4).rate == 1.5)
  }

  @Test func `an empty reference has no rate, even when words were inserted`() {
    #expect(ErrorRate.zero.rate == nil)
    #expect(ErrorRate(edits: 3, referenceLength: 0).rate == nil)
  }

  @Test func `rates are pooled by their counts, not averaged`() {
    let short = ErrorRate(edits: 1, referenceLength: 1)
    let long = ErrorRate(edits: 1, referenceLength: 9)
    #expect(short + long == ErrorRate(edits: 2, referenceLength: 10))
    #expect((short + long).rate == 0.2)
  }

  @Test func `insertions against an empty reference still count in a pool`() {
    var pool = ErrorRate(edits: 0, referenceLength: 4)
    pool += ErrorRate(edits: 2, referenceLength: 0)
    #expect(pool.rate == 0.5)
    pool += .zero
    #expect(pool == ErrorRate(edits: 2, referenceLength: 4))
  }

  @Test func `counts below zero are a programmer's error`() async {
    await #expect(processExitsWith: .failure) { _ = ErrorRate(edits: -1, referenceLength: 4) }
    await #expect(processExitsWith: .failure) { _ = ErrorRate(edits: 1, referenceLength: -4) }
  }
}
