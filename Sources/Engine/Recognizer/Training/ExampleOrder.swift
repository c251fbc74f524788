import Randomness

/// The assignment of examples to steps. Each epoch visits every example once, in its own random
/// order, divided into batches. The last batch of an epoch may be smaller.
package struct ExampleOrder {
  private let seed: Seed
  private let batchSize: Int
  package let examples: Int
  private var epoch = -1
  private var order: [Int] = []

  package init(seed: Seed, examples: Int, batchSize: Int) {
    precondition(examples > 0 && batchSize > 0)
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

  /// The number of examples of the steps from the first to `step`.
  package func examples(through step: Int) -> Int {
    let (epochs, place) = step.quotientAndRemainder(dividingBy: stepsPerEpoch)
    return epochs * examples + min(place * batchSize, examples)
  }

  /// The examples of a step, which is counted from 1. Steps may be requested in any order.
  package mutating func batch(step: Int) -> ArraySlice<Int> {
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
