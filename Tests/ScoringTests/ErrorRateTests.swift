import Files
import Scoring
import Testing

@Suite struct ErrorRateTests {
  /// A rate with these edits, all insertions.
  private func rate(_ edits: Int, _ referenceLength: Int) -> ErrorRate {
    ErrorRate(
      EditCounts(insertions: edits, deletions: 0, substitutions: 0),
      referenceLength: referenceLength)
  }

  @Test func `a rate is edits over reference length`() {
    #expect(rate(1, 4).rate == 0.25)
    #expect(rate(0, 4).rate == 0)
    #expect(rate(6, 4).rate == 1.5)
  }

  @Test func `an empty reference has no rate, even with insertions`() {
    #expect(ErrorRate.zero.rate == nil)
    #expect(rate(3, 0).rate == nil)
  }

  @Test func `rates are pooled by counts`() {
    let short = rate(1, 1)
    let long = rate(1, 9)
    #expect(short + long == rate(2, 10))
    #expect((short + long).rate == 0.2)
  }

  @Test func `insertions against an empty reference still count in a pool`() {
    var pool = rate(0, 4)
    pool += rate(2, 0)
    #expect(pool.rate == 0.5)
    pool += .zero
    #expect(pool == rate(2, 4))
  }

  @Test func `the kinds of errors are pooled separately`() {
    let counts = EditCounts(insertions: 1, deletions: 2, substitutions: 3)
    let pool = [ErrorRate(counts, referenceLength: 9), ErrorRate(counts, referenceLength: 5)].pooled
    #expect(pool.counts == EditCounts(insertions: 2, deletions: 4, substitutions: 6))
    #expect(pool.referenceLength == 14)
    #expect([ErrorRate]().pooled == .zero)
  }

  @Test func `an encoded rate can be decoded, and contradictory counts are refused`() throws {
    let rate = ErrorRate(
      EditCounts(insertions: 1, deletions: 2, substitutions: 3), referenceLength: 9)
    let text = String(decoding: JSONCoding.encoded(rate, pretty: false), as: UTF8.self)
    #expect(
      text == #"{"deletions":2,"insertions":1,"reference_length":9,"substitutions":3}"#)
    #expect(try JSONCoding.decoded(ErrorRate.self, from: text.utf8) == rate)
    for bad in ["\"deletions\":-1", "\"deletions\":7", "\"deletions\":9e17"] {
      let broken = text.replacing("\"deletions\":2", with: bad)
      #expect(throws: Problem.self) { try JSONCoding.decoded(ErrorRate.self, from: broken.utf8) }
    }
  }

  @Test func `impossible counts are a precondition failure`() async {
    await #expect(processExitsWith: .failure) {
      _ = EditCounts(insertions: -1, deletions: 0, substitutions: 0)
    }
    await #expect(processExitsWith: .failure) { _ = ErrorRate(.none, referenceLength: -4) }
    await #expect(processExitsWith: .failure) {
      _ = ErrorRate(
        EditCounts(insertions: 0, deletions: 2, substitutions: 0), referenceLength: 1)
    }
  }
}
