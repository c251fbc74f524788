extension RecognizerConfiguration {
  static var keys: [ConfigurationKey<Self>] {
    [
      .section("model", \.model, ModelConfiguration.keys),
      .section("tokens", \.tokens, TokenConfiguration.keys),
      .section("training", \.training, TrainingConfiguration.keys),
      .section("augmentation", \.augmentation, SpecAugmentConfiguration.keys),
    ]
  }
}

extension ModelConfiguration {
  static var keys: [ConfigurationKey<Self>] {
    [
      .integer("sample_rate", \.sampleRate), .integer("mel_bins", \.melBins),
      .integer("subsampling", \.subsampling), .integer("width", \.width),
      .integer("blocks", \.blocks), .integer("heads", \.heads), .integer("taps", \.taps),
      .integer("expansion", \.expansion), .number("dropout", \.dropout),
    ]
  }
}

extension TokenConfiguration {
  static var keys: [ConfigurationKey<Self>] {
    [.word("kind", \.kind), .integer("vocabulary", \.vocabulary)]
  }
}

extension TrainingConfiguration {
  static var keys: [ConfigurationKey<Self>] {
    [
      .integer("seed", \.seed), .optional("epochs", \.epochs), .optional("steps", \.steps),
      .integer("batch_size", \.batchSize), .integer("micro_batches", \.microBatches),
      .section("optimizer", \.optimizer, OptimizerConfiguration.keys),
      .integer("warmup_steps", \.warmupSteps), .word("schedule", \.schedule),
      .word("clip", \.clip), .number("max_grad_norm", \.maxGradNorm), .integer("cores", \.cores),
      .integer("checkpoint_every", \.checkpointEvery),
    ]
  }
}

extension OptimizerConfiguration {
  static var keys: [ConfigurationKey<Self>] {
    [
      .word("kind", \.kind), .number("learning_rate", \.learningRate),
      .optional("beta1", \.beta1), .optional("beta2", \.beta2), .optional("epsilon", \.epsilon),
      .optional("weight_decay", \.weightDecay), .optional("momentum", \.momentum),
    ]
  }
}

extension SpecAugmentConfiguration {
  static var keys: [ConfigurationKey<Self>] {
    [
      .integer("frequency_masks", \.frequencyMasks),
      .integer("frequency_width", \.frequencyWidth), .integer("time_masks", \.timeMasks),
      .number("time_width", \.timeWidth),
    ]
  }
}
