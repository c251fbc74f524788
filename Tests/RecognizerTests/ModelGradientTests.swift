import Kernels
import Randomness
import Recognizer
import Testing

@Suite struct ModelGradientTests {
  /// Compares the gradient of every parameter with a central difference of the loss along a
  /// direction.
  ///
  /// A loss near 20 has a rounding error of about 20·2⁻²³ times a few dozen operations, about 1e-4.
  /// The step changes the loss by about 0.1, so the quotient has an error of a few parts in a
  /// thousand, and the third derivative adds about as much. The tolerance is 2%.
  private func check(_ tiny: TinyModel, dropout: Dropout? = nil) {
    let (_, gradient) = tiny.lossAndGradient(dropout: dropout)
    var stream = Seed(short: 7).stream("directions")
    let values = tiny.prepared.values.base
    for entry in tiny.model.layout.entries {
      let range = entry.parameter.offset..<entry.parameter.offset + entry.parameter.count
      let along = gradient[range]
      let random = range.map { _ in Float(stream.unit() - 0.5) }
      // Half of the direction is the gradient, which makes the change large. The other half is
      // random, which finds errors that are orthogonal to the gradient.
      let norm = along.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let randomNorm = random.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let direction = zip(along, random).map { $0 / max(norm, 1e-12) + $1 / randomNorm }
      let predicted = zip(along, direction).reduce(0) { $0 + $1.0 * $1.1 }
      let step = min(0.05 / max(predicted.magnitude, 1e-6), 0.05)
      let before = range.map { values[$0] }
      for (index, place) in range.enumerated() {
        values[place] = before[index] + step * direction[index]
      }
      let after = tiny.loss(dropout: dropout)
      for (index, place) in range.enumerated() {
        values[place] = before[index] - step * direction[index]
      }
      let other = tiny.loss(dropout: dropout)
      for (index, place) in range.enumerated() { values[place] = before[index] }
      let measured = (after - other) / (2 * step)
      #expect(
        (measured - predicted).magnitude <= 0.02 * predicted.magnitude + 2e-3,
        "\(entry.name): gradient \(predicted), difference \(measured)")
    }
  }

  @Test(arguments: ISA.available, [2, 4])
  func `the gradient of every parameter is the derivative of the loss`(isa: ISA, factor: Int) {
    check(TinyModel(subsamplingFactor: factor, isa: isa))
  }

  @Test func `gradients are right with several bands of scores`() {
    check(TinyModel(frames: 300, nLayers: 1))
  }

  @Test func `gradients are right with unusual dimensions and one output frame`() {
    check(
      TinyModel(
        frames: 2, dModel: 12, nLayers: 1, nHeads: 3, convKernelSize: 7, targets: [4]))
  }

  @Test func `gradients are right with dropout, which drops the same elements in both passes`() {
    check(TinyModel(), dropout: Dropout(rate: 0.3, key: 5))
  }
}
