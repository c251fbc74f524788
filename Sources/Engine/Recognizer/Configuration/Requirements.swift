import Files

/// Throws a problem with `field` unless `range` contains `value`.
func require<Value: Comparable>(
  _ value: Value, in range: ClosedRange<Value>, _ field: String
) throws(Problem) {
  try require(
    range.contains(value),
    "expected \(range.lowerBound) to \(range.upperBound), found \(value)", field)
}

/// Throws a problem with `field` unless `condition` holds.
func require(
  _ condition: Bool, _ message: @autoclosure () -> String, _ field: String
) throws(Problem) {
  guard condition else { throw Problem(.badData, message(), field: field) }
}
