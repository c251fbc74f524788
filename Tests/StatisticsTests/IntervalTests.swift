import Foundation
import Statistics
import Testing

@Suite struct IntervalTests {
  @Test func `an interval is unchanged by JSON`() throws {
    let interval = Interval(lower: -0.25, upper: 0.125, confidence: 0.95)
    let data = try JSONEncoder().encode(interval)
    #expect(try JSONDecoder().decode(Interval.self, from: data) == interval)
  }

  @Test(arguments: [
    #"{"lower": 0.5, "upper": 0.4, "confidence": 0.95}"#,
    #"{"lower": 0.1, "upper": 0.4, "confidence": 1}"#,
    #"{"lower": 0.1, "upper": 0.4, "confidence": 0}"#,
  ])
  func `a report whose interval is none is refused and does not trap`(json: String) {
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(Interval.self, from: Data(json.utf8))
    }
  }

  @Test func `both limits belong to the interval`() {
    let interval = Interval(lower: 0.2, upper: 0.3, confidence: 0.95)
    #expect(interval.contains(0.2) && interval.contains(0.3))
    #expect(!interval.contains(0.19) && !interval.contains(0.31))
  }

  @Test func `reversed limits are a precondition failure`() async {
    await #expect(processExitsWith: .failure) {
      _ = Interval(lower: 1, upper: 0, confidence: 0.95)
    }
  }
}
