import Foundation
import Kernels
import Randomness
import Recognizer
import Testing

@Suite struct PoissonSamplingTests {
  private func batches(examples: Int, batchSize: Int, steps: Int) -> [[Int]] {
    var order = ExampleOrder(
      seed: Seed(short: 8), examples: examples, batchSize: batchSize, sampling: .poisson)
    return (1...steps).map { Array(order.batch(step: $0)) }
  }

  /// An example is in a batch with probability q = 0.1: in 4,000 steps it has a mean of 400 and a
  /// standard deviation of 19.
  @Test func `every example is drawn with the sampling rate`() {
    let batches = batches(examples: 20, batchSize: 2, steps: 4_000)
    for example in 0..<20 {
      #expect(abs(batches.count { $0.contains(example) } - 400) <= 5 * 19)
    }
    // The size is binomial: mean 2, variance 20 q (1 - q) = 1.8.
    let sizes = batches.map { Double($0.count) }
    let mean = sizes.reduce(0, +) / 4_000
    let variance = sizes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 4_000
    #expect(abs(mean - 2) <= 5 * (1.8 / 4_000).squareRoot())
    #expect(abs(variance - 1.8) <= 0.25)
  }

  /// Two examples are together in a batch with probability q², so their draws do not depend on one
  /// another.
  @Test func `pairs of examples are drawn independently`() {
    let batches = batches(examples: 10, batchSize: 3, steps: 4_000)
    for (first, second) in [(0, 1), (0, 9), (4, 5)] {
      let together = batches.count { $0.contains(first) && $0.contains(second) }
      #expect(abs(together - 360) <= 5 * 18)
    }
  }

  @Test func `a batch may be empty, and has no example twice`() {
    let batches = batches(examples: 5, batchSize: 1, steps: 200)
    #expect(batches.contains([]))
    for batch in batches { #expect(batch == Array(Set(batch)).sorted()) }
  }

  @Test func `a sampling rate of 1 takes all examples`() {
    #expect(
      batches(examples: 4, batchSize: 4, steps: 3) == [[0, 1, 2, 3], [0, 1, 2, 3], [0, 1, 2, 3]])
  }

  @Test func `steps may be requested in any order`() {
    let all = batches(examples: 30, batchSize: 4, steps: 6)
    var order = ExampleOrder(
      seed: Seed(short: 8), examples: 30, batchSize: 4, sampling: .poisson)
    for step in [6, 2, 5, 1] { #expect(Array(order.batch(step: step)) == all[step - 1]) }
  }

  /// With masks that follow from the position in the batch, the presence of one example would change
  /// the gradients of those after it.
  @Test func `masks and dropout of an example do not depend on the other examples`() throws {
    var recipe = RecognizerConfiguration()
    recipe.model.sampleRate = 8_000
    recipe.training.sampling = .poisson
    var learner = TokenizerLearner(.characters, vocabSize: 10)
    learner.add("one")
    let tokenizer = try learner.learned()
    let set = try TrainingSet(Architecture(recipe.model, symbols: tokenizer.symbols.count)) {
      index in
      (0..<8_000).map { sin(Float($0 * (index + 3)) / 20) }
    }
    let kernels = ISA.base.kernels
    for index in 0..<3 {
      let workspace = LogMelWorkspace(for: set.logMel, kernels: kernels)
      set.add(
        try set.prepare(index, text: "one", tokenizer, workspace), keepsFeatures: index > 0)
    }
    func load(_ example: Int, of batch: [Int]) throws -> ([Float], UInt64?) {
      let source = TrainingBatch(set, recipe, seed: Seed(short: 4), threads: 1, kernels: kernels)
      source.take(batch[...], step: 5)
      let loaded = try source.load(try #require(batch.firstIndex(of: example)), thread: 0)
      let features = UnsafeBufferPointer(start: loaded.features.base, count: loaded.features.count)
      return (Array(features), loaded.dropout?.key)
    }
    for example in 0..<3 {
      let alone = try load(example, of: [example])
      let together = try load(example, of: [0, 1, 2])
      #expect(alone.0 == together.0 && alone.1 == together.1 && alone.1 != nil)
    }
    #expect(try load(0, of: [0, 1]).1 != load(1, of: [0, 1]).1)
  }
}
