import Kernels
import Randomness
import Recognizer
import Testing

@Suite struct ModelGradientTests {
  /// The derivative along `direction` from two losses, for one parameter of the model.
  ///
  /// A loss near 20 has an error of about 20·2⁻²³ times a few dozen operations, near 1e-4; the step
  /// is such that the loss moves by about 0.1, so the quotient is good to some parts in a thousand,
  /// and the third derivative adds as much again: 2% are asked for.
  private func check(_ tiny: TinyModel, dropout: Dropout? = nil) {
    let (_, gradient) = tiny.lossAndGradient(dropout: dropout)
    var stream = Seed(short: 7).stream("directions")
    let values = tiny.prepared.values.base
    for entry in tiny.model.layout.entries {
      let range = entry.parameter.offset..<entry.parameter.offset + entry.parameter.count
      let along = gradient[range]
      let random = range.map { _ in Float(stream.unit() - 0.5) }
      // Half along the gradient, half anywhere: the first makes the change large, the second finds
      // mistakes at right angles to the gradient.
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
        "\(entry.name): \(predicted) predicted, \(measured) measured")
    }
  }

  @Test(arguments: ISA.available, [2, 4])
  func `every parameter's gradient is the loss's derivative`(isa: ISA, subsampling: Int) {
    check(TinyModel(subsampling: subsampling, isa: isa))
  }

  @Test func `so it is with more frames than one band of scores has`() {
    check(TinyModel(frames: 300, blocks: 1))
  }

  @Test func `so it is with odd widths and one frame`() {
    check(TinyModel(frames: 2, width: 12, blocks: 1, heads: 3, taps: 7, targets: [4]))
  }

  @Test func `so it is with dropout, which drops the same both ways`() {
    check(TinyModel(), dropout: Dropout(rate: 0.3, key: 5))
  }
}
