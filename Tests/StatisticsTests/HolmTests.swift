import Statistics
import Testing

@Suite struct HolmTests {
  /// Four tests at alpha .05: the second smallest, .01 < .05/3, is rejected; .03 > .05/2 is not,
  /// and neither is .04, although .04 < .05.
  @Test func `the textbook example rejects the two smallest`() {
    let adjusted = Holm.adjusted([0.01, 0.04, 0.03, 0.005])
    let expected = [0.03, 0.06, 0.06, 0.02]
    for (value, wanted) in zip(adjusted, expected) { #expect(abs(value - wanted) < 1e-15) }
    #expect(adjusted.map { $0 <= 0.05 } == [true, false, false, true])
  }

  @Test func `adjusted values are capped at 1 and equal ones stay equal`() {
    #expect(Holm.adjusted([0.6, 0.9, 0.7]) == [1, 1, 1])
    let tied = Holm.adjusted([0.02, 0.02])
    #expect(tied[0] == tied[1] && tied[0] == 0.04)
  }

  @Test func `one test needs no correction`() {
    #expect(Holm.adjusted([0.04]) == [0.04])
    #expect(Holm.adjusted([]).isEmpty)
  }

  @Test func `adjustment keeps the order and never lowers a value`() {
    let values = [0.2, 0.001, 0.04, 0.04, 0.9, 0.013, 1, 0]
    let adjusted = Holm.adjusted(values)
    for i in values.indices {
      #expect(adjusted[i] >= values[i])
      for j in values.indices where values[i] <= values[j] {
        #expect(adjusted[i] <= adjusted[j])
      }
    }
  }

  @Test func `a p-value above 1 is a precondition failure`() async {
    await #expect(processExitsWith: .failure) { _ = Holm.adjusted([0.2, 1.1]) }
  }
}
