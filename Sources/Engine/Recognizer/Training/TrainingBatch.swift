import Files
import KernelInterface
import Kernels
import Randomness

/// The batch of a step: masked features, targets and dropout keys.
package final class TrainingBatch: BatchSource, @unchecked Sendable {
  private let set: TrainingSet
  private let masks: SpecAugment
  private let dropoutRate: Float
  private let maskKey: UInt64
  private let dropoutKey: UInt64
  /// True if the masks and the dropout of an example follow from its number in the training set, and
  /// false if they follow from its position in the batch. With Poisson sampling a position depends on
  /// which other examples were drawn, and an example must not change the gradients of the others.
  private let keysByExample: Bool
  private let threads: [ThreadMemory]
  private var positions: [Int] = []
  private var step = 0

  /// The memory in which one thread computes the features of an utterance.
  private final class ThreadMemory {
    var features = Buffer(0)
    let workspace: LogMelWorkspace

    init(_ workspace: LogMelWorkspace) { self.workspace = workspace }
  }

  package init(
    _ set: TrainingSet, _ configuration: RecognizerConfiguration, seed: Seed, threads: Int,
    kernels: any KernelSet.Type
  ) {
    self.set = set
    masks = SpecAugment(configuration.augmentation)
    dropoutRate = Float(configuration.model.dropout)
    keysByExample = configuration.training.effectiveSampling == .poisson
    var maskStream = seed.stream("augmentation")
    var dropoutStream = seed.stream("dropout")
    maskKey = maskStream.next()
    dropoutKey = dropoutStream.next()
    self.threads = (0..<threads).map { _ in
      ThreadMemory(LogMelWorkspace(for: set.logMel, kernels: kernels))
    }
    var longest = 1
    for index in 0..<set.count { longest = max(longest, set.frames(index)) }
    for thread in self.threads { thread.features = Buffer(longest * set.architecture.melBins) }
  }

  /// Sets the examples of a step, which is counted from 1.
  package func take(_ examples: ArraySlice<Int>, step: Int) {
    positions.removeAll(keepingCapacity: true)
    for example in examples { positions.append(example) }
    self.step = step
  }

  package var count: Int { positions.count }

  /// The example at a position of the batch.
  package func example(_ position: Int) -> Int { positions[position] }

  /// The number of tokens of the text at a position of the batch.
  package func tokens(_ position: Int) -> Int { set[positions[position]].targets.count }

  package func frames(_ position: Int) -> Int { set.frames(positions[position]) }

  package func load(_ position: Int, thread: Int) throws(Problem) -> LoadedExample {
    let index = positions[position]
    let example = set[index]
    let bins = set.architecture.melBins
    let memory = threads[thread]
    let features = memory.features.base
    if let kept = example.features {
      features.update(from: kept.base, count: kept.count)
    } else {
      let samples = try set.audio(index)
      guard set.logMel.frames(samples: samples.count) == example.frames else {
        throw Problem(.badData, "the audio has changed since the training began")
      }
      try samples.withUnsafeBufferPointer { samples throws(Problem) in
        try set.logMel.compute(samples, into: features, memory.workspace)
      }
    }
    var random = SplitMix(key: key(maskKey, position))
    masks.apply(to: features, frames: example.frames, bins: bins, random: &random)
    return LoadedExample(
      features: Matrix(features, rows: example.frames, columns: bins),
      targets: example.targets.base, length: example.targets.count,
      dropout: dropoutRate > 0
        ? Dropout(rate: dropoutRate, key: key(dropoutKey, position)) : nil)
  }

  /// The random key of the example at a position, in a step.
  private func key(_ base: UInt64, _ position: Int) -> UInt64 {
    let number = keysByExample ? positions[position] : position
    return SplitMix.mixed(SplitMix.mixed(base &+ UInt64(step)) &+ UInt64(number))
  }
}
