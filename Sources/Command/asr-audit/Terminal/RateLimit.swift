/// Allows an event at most once in each interval.
package struct RateLimit {
  private let interval: Duration
  private var last: ContinuousClock.Instant

  /// - Parameter from: the start of the first interval, in which no event is allowed.
  package init(interval: Duration, from start: ContinuousClock.Instant) {
    self.interval = interval
    last = start
  }

  /// Returns true, and starts a new interval, if the current one has passed.
  package mutating func allows(at now: ContinuousClock.Instant) -> Bool {
    guard last.duration(to: now) >= interval else { return false }
    last = now
    return true
  }
}
