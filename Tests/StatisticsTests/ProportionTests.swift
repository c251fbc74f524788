import Foundation
import Statistics
import Testing

@Suite struct ProportionTests {
  @Test func `without trials there is no rate`() {
    #expect(Proportion(hits: 0, trials: 0).rate == nil)
    #expect(Proportion(hits: 3, trials: 4).rate == 0.75)
  }

  @Test func `pooling adds counts, not rates`() {
    let pooled = Proportion(hits: 1, trials: 2) + Proportion(hits: 0, trials: 8)
    #expect(pooled == Proportion(hits: 1, trials: 10))
  }

  @Test func `counts are unchanged by JSON`() throws {
    let data = try JSONEncoder().encode(Proportion(hits: 3, trials: 17))
    #expect(try JSONDecoder().decode(Proportion.self, from: data).trials == 17)
  }

  @Test(arguments: [#"{"hits": 3, "trials": 2}"#, #"{"hits": -1, "trials": 2}"#])
  func `counts that contradict each other are refused and do not trap`(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Proportion.self, from: Data(json.utf8))
    }
  }

  @Test func `more hits than trials are a precondition failure`() async {
    await #expect(processExitsWith: .failure) { _ = Proportion(hits: 2, trials: 1) }
  }
}
