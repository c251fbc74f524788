import Settings

extension RecognizerConfiguration {
  static var keys: [SettingsKey<Self>] {
    [
      .section("model", \.model, ModelConfiguration.keys),
      .section("tokens", \.tokens, TokenConfiguration.keys),
      .section("training", \.training, TrainingConfiguration.keys),
      .section("augmentation", \.augmentation, SpecAugmentConfiguration.keys),
    ]
  }
}

extension ModelConfiguration {
  static var keys: [SettingsKey<Self>] {
    [
      .integer("sample_rate", \.sampleRate), .integer("mel_bins", \.melBins),
      .integer("subsampling_factor", \.subsamplingFactor), .integer("d_model", \.dModel),
      .integer("n_layers", \.nLayers), .integer("n_heads", \.nHeads),
      .integer("conv_kernel_size", \.convKernelSize),
      .integer("ff_expansion_factor", \.ffExpansionFactor), .number("dropout", \.dropout),
    ]
  }
}

extension TokenConfiguration {
  static var keys: [SettingsKey<Self>] {
    [.word("kind", \.kind), .integer("vocab_size", \.vocabSize)]
  }
}

extension TrainingConfiguration {
  static var keys: [SettingsKey<Self>] {
    [
      .integer("seed", \.seed), .optional("epochs", \.epochs), .optional("steps", \.steps),
      .integer("batch_size", \.batchSize), .integer("micro_batches", \.microBatches),
      .section("optimizer", \.optimizer, OptimizerConfiguration.keys),
      .integer("warmup_steps", \.warmupSteps), .word("schedule", \.schedule),
      .word("clip", \.clip), .number("max_grad_norm", \.maxGradNorm),
      .integer("virtual_cores", \.virtualCores), .integer("checkpoint_every", \.checkpointEvery),
      .optional("noise_multiplier", \.noiseMultiplier), .optional("sampling", \.sampling),
      .optional("target_epsilon", \.targetEpsilon), .optional("delta", \.delta),
      .optional("noise_seed", \.noiseSeed),
    ]
  }
}

extension OptimizerConfiguration {
  static var keys: [SettingsKey<Self>] {
    [
      .word("kind", \.kind), .number("learning_rate", \.learningRate),
      .optional("beta1", \.beta1), .optional("beta2", \.beta2), .optional("epsilon", \.epsilon),
      .optional("weight_decay", \.weightDecay), .optional("momentum", \.momentum),
    ]
  }
}

extension SpecAugmentConfiguration {
  static var keys: [SettingsKey<Self>] {
    [
      .integer("frequency_masks", \.frequencyMasks),
      .integer("frequency_width", \.frequencyWidth), .integer("time_masks", \.timeMasks),
      .number("time_width", \.timeWidth),
    ]
  }
}
