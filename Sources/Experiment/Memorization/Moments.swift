/// The number, the mean and the sum of squared deviations of values that arrive one by one.
package struct Moments: Hashable, Sendable {
  package private(set) var count = 0
  package private(set) var mean = 0.0
  /// The sum of squared deviations from the mean.
  package private(set) var squares = 0.0

  package init() {}

  /// Welford's update (1962), which does not subtract large sums from one another.
  package mutating func add(_ value: Double) {
    count += 1
    let distance = value - mean
    mean += distance / Double(count)
    squares += distance * (value - mean)
  }

  /// The sample variance; nil with fewer than two values.
  package var variance: Double? { count < 2 ? nil : squares / Double(count - 1) }
}

extension Sequence<Moments> {
  /// The variance within groups, pooled over all of them: the sum of squared deviations over the sum of
  /// degrees of freedom. Nil if no group has two values.
  package var pooledVariance: Double? {
    var (squares, freedom) = (0.0, 0)
    for moments in self where moments.count > 1 {
      squares += moments.squares
      freedom += moments.count - 1
    }
    return freedom == 0 ? nil : squares / Double(freedom)
  }
}
