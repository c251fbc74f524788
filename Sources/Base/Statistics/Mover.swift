import RealModule

/// An estimate with its interval, such as a rate or a gap of rates.
package struct Estimate: Hashable, Sendable {
  package let value: Double
  package let interval: Interval

  /// - Precondition: the interval contains the value.
  package init(_ value: Double, _ interval: Interval) {
    precondition(interval.contains(value), "\(value) lies outside its interval")
    self.value = value
    self.interval = interval
  }

  /// The difference of two independent estimates, by the method of variance estimates recovery
  /// (MOVER: Zou and Donner 2008), which adds the squared distances from estimate to limit.
  ///
  /// Its coverage is that of the given intervals, which must have the same confidence. Two Wilson
  /// intervals give Newcombe's interval; two gaps give the interval of growth since a baseline.
  package static func - (a: Estimate, b: Estimate) -> Estimate {
    precondition(
      a.interval.confidence == b.interval.confidence,
      "confidences \(a.interval.confidence) and \(b.interval.confidence)")
    let difference = a.value - b.value
    return Estimate(
      difference,
      Interval(
        lower: difference
          - .hypot(a.value - a.interval.lower, b.interval.upper - b.value),
        upper: difference
          + .hypot(a.interval.upper - a.value, b.value - b.interval.lower),
        confidence: a.interval.confidence))
  }
}
