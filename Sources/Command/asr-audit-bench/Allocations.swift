import ArgumentParser
import Foundation
import Kernels
import Randomness
import Recognizer

/// Counts allocations for Scripts/check-allocations, which preloads a library that counts them.
struct Allocations: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Counts the allocations of training steps after warm-up. Exits with 1 if there are any."
  )

  /// The steps whose allocations are counted. Each step has a third of the utterances, so the
  /// longest occurs in the first five steps.
  private static let countedSteps = 6...10

  func run() throws {
    let counter = try Counter()
    let isa = try ISA.requested().last!
    var clean = true
    for clip in TrainingConfiguration.ClippingMode.allCases {
      for optimizer in OptimizerConfiguration.Kind.allCases {
        for threads in [1, 2] {
          let count = try allocations(clip, optimizer, threads, isa, counter)
          clean = clean && count == 0
          print(
            "\(count == 0 ? "ok" : "FAILED") \(count) allocations: clip \(clip.rawValue), "
              + "\(optimizer.rawValue), threads \(threads)")
        }
      }
    }
    if !clean { throw ExitCode(1) }
  }

  private func allocations(
    _ clip: TrainingConfiguration.ClippingMode, _ optimizer: OptimizerConfiguration.Kind,
    _ threads: Int, _ isa: ISA, _ counter: Counter
  ) throws -> Int {
    var configuration = RecognizerConfiguration()
    configuration.model.dModel = 32
    configuration.model.nLayers = 2
    configuration.training.batchSize = 4
    configuration.training.clip = clip
    configuration.training.virtualCores = clip.usesCores ? 2 : 1
    configuration.training.optimizer.kind = optimizer
    try configuration.validate()
    let pool = WorkerPool(threads: threads)
    let seed = Seed(short: 1)
    let set = try Self.set(configuration.model, isa)
    let trainer = Trainer(
      set.architecture, configuration.training, steps: Self.countedSteps.upperBound,
      maxFrames: set.maxOutputFrames, kernels: isa.kernels, pool: pool)
    trainer.initialize(seed: seed)
    let batch = TrainingBatch(
      set, configuration, seed: seed, threads: threads, kernels: isa.kernels)
    var order = ExampleOrder(seed: seed, examples: set.count, batchSize: 4)
    var total = 0
    for step in 1...Self.countedSteps.upperBound {
      let examples = order.batch(step: step)
      let before = counter.read()
      batch.take(examples, step: step)
      let outcome = try trainer.takeStep(batch)
      if Self.countedSteps.contains(step) { total += counter.read() - before }
      guard outcome.changesWeights else { throw ValidationError("step \(step) was skipped") }
    }
    return total
  }

  /// Twelve utterances of noise, half a second to three seconds long.
  private static func set(_ model: ModelConfiguration, _ isa: ISA) throws -> TrainingSet {
    var learner = TokenizerLearner(.characters, vocabSize: 0)
    let texts = (0..<12).map { String(repeating: "ab ", count: 1 + $0 % 4) }
    for text in texts { learner.add(text) }
    let tokenizer = try learner.learned()
    let set = try TrainingSet(Architecture(model, symbols: tokenizer.symbols.count)) { index in
      var stream = Seed(short: 2).stream("utterance \(index)")
      return (0..<model.sampleRate * (2 + index) / 4).map { _ in Float(stream.unit() - 0.5) }
    }
    let workspace = LogMelWorkspace(for: set.logMel, kernels: isa.kernels)
    for (index, text) in texts.enumerated() {
      set.add(
        try set.prepare(index, text: text, tokenizer, workspace), keepsFeatures: true)
    }
    return set
  }
}

/// The number of allocations in this process, as the preloaded library counts them.
private struct Counter {
  private let total: @convention(c) () -> Int

  init() throws {
    guard let symbol = dlsym(nil, "asr_audit_allocations") else {
      throw ValidationError("no library counts allocations; run Scripts/check-allocations")
    }
    total = unsafeBitCast(symbol, to: (@convention(c) () -> Int).self)
    // Check that the counter works.
    let before = read()
    let buffers = (0..<10).map { _ in Buffer(1) }
    guard read() - before >= buffers.count else {
      throw ValidationError("allocations are not counted")
    }
  }

  func read() -> Int { total() }
}
