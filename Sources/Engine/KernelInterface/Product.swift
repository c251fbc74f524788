/// The way in which a matrix product writes its result.
package enum Product: Int, Sendable {
  /// C = A·B
  case sets
  /// C = C + A·B
  case adds
  /// C = A·B + bias, with one bias for each column
  case addsToBias
}
