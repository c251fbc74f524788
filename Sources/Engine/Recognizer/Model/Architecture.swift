import Files

/// The dimensions of a Conformer-CTC model, which give the parameters their shapes.
package struct Architecture: Codable, Hashable, Sendable {
  /// Samples per second of the audio.
  package var sampleRate: Int
  /// The number of log-mel features per frame.
  package var melBins: Int
  /// The number of input frames per output frame: 2 or 4.
  package var subsamplingFactor: Int
  /// The width of the residual stream.
  package var dModel: Int
  /// The number of Conformer blocks.
  package var nLayers: Int
  /// The number of attention heads, each of width `dModel / nHeads`.
  package var nHeads: Int
  /// The length of the depthwise convolution in output frames; odd.
  package var convKernelSize: Int
  /// The inner width of the feed-forward modules divided by `dModel`.
  package var ffExpansionFactor: Int
  /// The number of output symbols, including the blank.
  package var symbols: Int

  package init(
    sampleRate: Int = 16_000, melBins: Int, subsamplingFactor: Int, dModel: Int, nLayers: Int,
    nHeads: Int, convKernelSize: Int, ffExpansionFactor: Int, symbols: Int
  ) {
    self.sampleRate = sampleRate
    self.melBins = melBins
    self.subsamplingFactor = subsamplingFactor
    self.dModel = dModel
    self.nLayers = nLayers
    self.nHeads = nHeads
    self.convKernelSize = convKernelSize
    self.ffExpansionFactor = ffExpansionFactor
    self.symbols = symbols
  }

  /// The architecture of a recipe, with the number of symbols of its tokenizer.
  package init(_ model: ModelConfiguration, symbols: Int) {
    self.init(
      sampleRate: model.sampleRate, melBins: model.melBins,
      subsamplingFactor: model.subsamplingFactor, dModel: model.dModel, nLayers: model.nLayers,
      nHeads: model.nHeads, convKernelSize: model.convKernelSize,
      ffExpansionFactor: model.ffExpansionFactor, symbols: symbols)
  }

  /// - Throws: a problem with the first field that a recipe could not contain.
  package func validate() throws(Problem) {
    var model = ModelConfiguration()
    model.take(self)
    try model.validate()
    try require(symbols, in: 2...1_000_000, "symbols")
  }

  /// - Parameter other: the architecture of an existing model.
  /// - Throws: a problem with the first field that differs.
  package func requireSame(as other: Architecture) throws(Problem) {
    let fields: [(String, KeyPath<Self, Int>)] = [
      ("sample_rate", \.sampleRate), ("mel_bins", \.melBins),
      ("subsampling_factor", \.subsamplingFactor), ("d_model", \.dModel),
      ("n_layers", \.nLayers), ("n_heads", \.nHeads), ("conv_kernel_size", \.convKernelSize),
      ("ff_expansion_factor", \.ffExpansionFactor),
    ]
    for (name, path) in fields where self[keyPath: path] != other[keyPath: path] {
      throw Problem(
        .usage,
        "the recipe asks for \(self[keyPath: path]), but this model has "
          + "\(other[keyPath: path])", field: name,
        hint: "remove it from the recipe to use the model's own")
    }
  }

  package var innerWidth: Int { dModel * ffExpansionFactor }

  /// The number of subsampling layers. Each halves the number of frames.
  package var subsamplingLayers: Int { subsamplingFactor == 4 ? 2 : 1 }

  /// The number of output frames for `frames` input frames. Each layer is a convolution of kernel
  /// size 3 and stride 2 with one frame of zeros at either end.
  package func outputFrames(_ frames: Int) -> Int {
    (0..<subsamplingLayers).reduce(frames) { frames, _ in frames < 1 ? 0 : (frames - 1) / 2 + 1 }
  }
}

extension ModelConfiguration {
  /// Copies the dimensions of an existing model.
  package mutating func take(_ architecture: Architecture) {
    sampleRate = architecture.sampleRate
    melBins = architecture.melBins
    subsamplingFactor = architecture.subsamplingFactor
    dModel = architecture.dModel
    nLayers = architecture.nLayers
    nHeads = architecture.nHeads
    convKernelSize = architecture.convKernelSize
    ffExpansionFactor = architecture.ffExpansionFactor
  }
}
