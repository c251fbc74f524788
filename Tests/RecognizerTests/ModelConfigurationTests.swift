import Files
import Recognizer
import Testing

@Suite struct ModelConfigurationTests {
  @Test func `the defaults are valid`() throws {
    try RecognizerConfiguration().validate()
    #expect(TrainingConfiguration().length == .epochs(50))
  }

  struct Change: Sendable, CustomTestStringConvertible {
    let field: String
    let make: @Sendable (inout RecognizerConfiguration) -> Void
    var testDescription: String { field }

    init(_ field: String, _ make: @escaping @Sendable (inout RecognizerConfiguration) -> Void) {
      (self.field, self.make) = (field, make)
    }
  }

  static let changes: [Change] = [
    Change("sample_rate") { $0.model.sampleRate = 0 },
    Change("sample_rate") { $0.model.sampleRate = .max },
    Change("mel_bins") { $0.model.melBins = -80 },
    Change("subsampling_factor") { $0.model.subsamplingFactor = 3 },
    Change("d_model") { $0.model.dModel = 0 },
    Change("d_model") { $0.model.dModel = 145 },
    Change("n_layers") { $0.model.nLayers = 0 },
    Change("n_heads") { $0.model.nHeads = 0 },
    Change("n_heads") { $0.model.nHeads = 5 },
    Change("n_heads") { $0.model.nHeads = 16 },
    Change("conv_kernel_size") { $0.model.convKernelSize = 14 },
    Change("conv_kernel_size") { $0.model.convKernelSize = -1 },
    Change("ff_expansion_factor") { $0.model.ffExpansionFactor = 0 },
    Change("dropout") { $0.model.dropout = 1 },
    Change("dropout") { $0.model.dropout = .nan },
    Change("vocab_size") { $0.tokens.vocabSize = 1 },
    Change("seed") { $0.training.seed = .max },
    Change("epochs") { $0.training.epochs = 0 },
    Change("steps") { $0.training.steps = 0 },
    Change("steps") { ($0.training.steps, $0.training.epochs) = (1, 1) },
    Change("batch_size") { $0.training.batchSize = 0 },
    Change("micro_batches") { $0.training.microBatches = 0 },
    Change("warmup_steps") { $0.training.warmupSteps = -1 },
    Change("max_grad_norm") { $0.training.maxGradNorm = 0 },
    Change("virtual_cores") { $0.training.virtualCores = 17 },
    Change("checkpoint_every") { $0.training.checkpointEvery = 0 },
    Change("learning_rate") { $0.training.optimizer.learningRate = 0 },
    Change("learning_rate") { $0.training.optimizer.learningRate = .nan },
    Change("beta1") { $0.training.optimizer.beta1 = 1 },
    Change("beta2") { $0.training.optimizer.beta2 = -0.1 },
    Change("epsilon") { $0.training.optimizer.epsilon = 0 },
    Change("weight_decay") { $0.training.optimizer.weightDecay = -1 },
    Change("momentum") {
      ($0.training.optimizer.kind, $0.training.optimizer.momentum) = (.sgd, 1)
    },
    Change("frequency_masks") { $0.augmentation.frequencyMasks = -1 },
    Change("frequency_width") { $0.augmentation.frequencyWidth = 81 },
    Change("time_masks") { $0.augmentation.timeMasks = 101 },
    Change("time_width") { $0.augmentation.timeWidth = 1.5 },
    Change("time_width") { $0.augmentation.timeWidth = .nan },
  ]

  @Test(arguments: changes)
  func `a value out of its range is refused with the name of its key`(change: Change) throws {
    var configuration = RecognizerConfiguration()
    change.make(&configuration)
    let problem = #expect(throws: Problem.self) { try configuration.validate() }
    #expect(problem?.field == change.field)
  }

  /// Each layer has (T - 1)/2 + 1 output frames.
  @Test func `the number of output frames is that of the convolutions`() {
    var model = ModelConfiguration()
    for frames in 1...50 {
      let once = (frames - 1) / 2 + 1
      model.subsamplingFactor = 2
      #expect(Architecture(model, symbols: 2).outputFrames(frames) == once)
      model.subsamplingFactor = 4
      #expect(Architecture(model, symbols: 2).outputFrames(frames) == (once - 1) / 2 + 1)
    }
  }
}
