/// A model as a planner imagines it: how much better trained canaries come back than controls.
package struct AssumedEffect: Codable, Hashable, Sendable {
  /// Share of each tier's canaries that are written out word for word, in the design's order of
  /// tiers; 0...1.
  package var exact: [Double]
  /// By how much the mean character accuracy (1 − CER) of each tier's other canaries lies above the
  /// controls'; −1...1.
  package var closer: [Double]
  /// Share of controls that are written out word for word, 0...1; no tier's is smaller.
  package var controlsExact = 0.0
  /// The controls' mean character accuracy, 0...1: about 0.2 at twice the speed.
  package var controls = 0.2
  /// Standard deviation of a canary's accuracy about its mean, cut off at 0 and 1.
  package var spread = 0.13

  package init(exact: [Double], closer: [Double]) {
    self.exact = exact
    self.closer = closer
  }

  /// The same in every tier.
  package init(exact: Double = 0, closer: Double = 0, tiers: Int) {
    self.init(
      exact: Array(repeating: exact, count: tiers), closer: Array(repeating: closer, count: tiers))
  }
}
