import Testing
import asr_audit

struct RateLimitTests {
  @Test func `an event is allowed once in each interval, counted from the last one`() {
    let start = ContinuousClock.now
    var limit = RateLimit(interval: .seconds(10), from: start)
    let allowed = [0, 1, 9.9, 10, 10.1, 19.9, 25, 30, 35, 36].filter {
      limit.allows(at: start + .seconds($0))
    }
    #expect(allowed == [10, 25, 35])
  }
}
