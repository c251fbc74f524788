/// The second layer of the randomised interpolation network: neurons that are active at points of one class
/// and at no point of the other (Dirksen, Finke and Genzel 2023, algorithm 2).
package struct GreedyCover: Hashable, Sendable {
  /// The number of neurons.
  package let width: Int
  /// The number of points that no neuron covers. The network interpolates if it is 0.
  package let uncovered: Int

  /// - Parameters:
  ///   - covered: the codes of the class to cover, in the order in which its points are tried.
  ///   - avoided: the codes of the other class.
  package init(covering covered: [PlaneCode], avoiding avoided: [PlaneCode]) {
    var isOpen = [Bool](repeating: true, count: covered.count)
    var width = 0
    var open = covered.count
    for (place, center) in covered.enumerated() where isOpen[place] {
      // The radius of the neuron: every point of the other class is at least that far.
      let radius = avoided.reduce(Int.max) { min($0, center.distance(to: $1)) }
      guard radius > 0 else { continue }
      width += 1
      for other in covered.indices where isOpen[other] {
        if center.distance(to: covered[other]) < radius {
          isOpen[other] = false
          open -= 1
        }
      }
    }
    self.width = width
    uncovered = open
  }
}
