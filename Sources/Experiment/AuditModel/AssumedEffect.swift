/// An assumed model: how much better it recognises trained canaries than controls.
package struct AssumedEffect: Codable, Hashable, Sendable {
  /// The exact-match rate of each tier, in the design's order of tiers; 0...1.
  package var exact: [Double]
  /// The difference in mean character accuracy (1 − CER) between each tier's other canaries and the
  /// controls; −1...1.
  package var closer: [Double]
  /// The exact-match rate of the controls, 0...1; a tier with a lower rate gets this one.
  package var controlsExact = 0.0
  /// The mean character accuracy of the controls, 0...1: about 0.2 at 2x speed.
  package var controls = 0.2
  /// The standard deviation of a canary's accuracy around its mean; accuracies are clamped to 0...1.
  package var spread = 0.13

  package init(exact: [Double], closer: [Double]) {
    self.exact = exact
    self.closer = closer
  }

  /// An effect that is equal in every tier.
  package init(exact: Double = 0, closer: Double = 0, tiers: Int) {
    self.init(
      exact: Array(repeating: exact, count: tiers), closer: Array(repeating: closer, count: tiers))
  }
}
