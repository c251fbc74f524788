import Randomness

/// The assignment of examples to steps. With `shuffle` each epoch visits every example once, in its own
/// random order, divided into batches, the last of which may be smaller. With `poisson` each step draws
/// its examples independently, and an epoch is the same number of steps.
package struct ExampleOrder {
  private let seed: Seed
  private let batchSize: Int
  package let examples: Int
  private let poisson: PoissonSampling?
  private var epoch = -1
  private var order: [Int] = []

  /// - Precondition: `batchSize` <= `examples` with Poisson sampling.
  package init(
    seed: Seed, examples: Int, batchSize: Int,
    sampling: TrainingConfiguration.Sampling = .shuffle
  ) {
    precondition(examples > 0 && batchSize > 0)
    precondition(sampling == .shuffle || batchSize <= examples)
    poisson =
      sampling == .shuffle
      ? nil
      : PoissonSampling(
        seed: seed, examples: examples, rate: Double(batchSize) / Double(examples))
    self.seed = seed
    self.examples = examples
    self.batchSize = batchSize
  }

  package var stepsPerEpoch: Int { (examples + batchSize - 1) / batchSize }

  package func steps(_ length: TrainingConfiguration.Length) -> Int {
    switch length {
    case .steps(let steps): steps
    case .epochs(let epochs): epochs * stepsPerEpoch
    }
  }

  /// The number of examples of the steps from the first to `step`, with shuffled batches.
  package func examples(through step: Int) -> Int {
    let (epochs, place) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    return epochs * examples + min(place * batchSize, examples)
  }

  /// The examples of a step, which is counted from 1. Steps may be requested in any order.
  package mutating func batch(step: Int) -> ArraySlice<Int> {
    if let poisson { return poisson.batch(step: step)[...] }
    let (wanted, place) = (step - 1).quotientAndRemainder(dividingBy: stepsPerEpoch)
    if wanted != epoch {
      epoch = wanted
      order = Array(0..<examples)
      var stream = seed.stream("order/epoch \(epoch)")
      stream.shuffle(&order)
    }
    return order[place * batchSize..<min((place + 1) * batchSize, examples)]
  }
}
