import Randomness

/// Which examples make up which step: every epoch goes through all of them once, in an order of its
/// own, cut into batches; the last batch of an epoch may be smaller.
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

  /// The examples of a step, counted from 1. Of no state: any step may be asked for.
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
