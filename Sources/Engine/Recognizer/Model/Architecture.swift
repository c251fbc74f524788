import Files

/// The shape of a Conformer-CTC: with it the weights have a meaning.
package struct Architecture: Codable, Hashable, Sendable {
  /// Samples a second of the audio that features are made of.
  package var sampleRate: Int
  /// Log-mel values in a frame.
  package var melBins: Int
  /// Frames that become one: 2 or 4.
  package var subsampling: Int
  /// Values in a frame inside the model.
  package var width: Int
  package var blocks: Int
  /// Attention heads; each sees `width / heads` values.
  package var heads: Int
  /// Length of the depthwise convolution, in frames after subsampling; odd.
  package var taps: Int
  /// The feed-forward modules are this many times as wide inside.
  package var expansion: Int
  /// Tokens, the blank among them.
  package var symbols: Int

  package init(
    sampleRate: Int = 16_000, melBins: Int, subsampling: Int, width: Int, blocks: Int, heads: Int,
    taps: Int,
    expansion: Int, symbols: Int
  ) {
    self.sampleRate = sampleRate
    self.melBins = melBins
    self.subsampling = subsampling
    self.width = width
    self.blocks = blocks
    self.heads = heads
    self.taps = taps
    self.expansion = expansion
    self.symbols = symbols
  }

  /// The model that a recipe asks for, with as many tokens as its data have.
  package init(_ model: ModelConfiguration, symbols: Int) {
    self.init(
      sampleRate: model.sampleRate, melBins: model.melBins, subsampling: model.subsampling,
      width: model.width, blocks: model.blocks, heads: model.heads, taps: model.taps,
      expansion: model.expansion, symbols: symbols)
  }

  /// - Throws: the first field that no recipe could have asked for.
  package func validate() throws(Problem) {
    var model = ModelConfiguration()
    model.take(self)
    try model.validate()
    try require(symbols, in: 2...1_000_000, "symbols")
  }

  /// - Throws: the first field in which `other`, a model that is there already, is not this one.
  package func requireSame(as other: Architecture) throws(Problem) {
    let fields: [(String, KeyPath<Self, Int>)] = [
      ("sample_rate", \.sampleRate), ("mel_bins", \.melBins), ("subsampling", \.subsampling),
      ("width", \.width), ("blocks", \.blocks), ("heads", \.heads), ("taps", \.taps),
      ("expansion", \.expansion),
    ]
    for (name, path) in fields where self[keyPath: path] != other[keyPath: path] {
      throw Problem(
        .usage,
        "the recipe asks for \(self[keyPath: path]), and this model has "
          + "\(other[keyPath: path])", field: name,
        hint: "leave it out of the recipe, and the model's own is taken")
    }
  }

  package var innerWidth: Int { width * expansion }

  /// Layers of subsampling, each of which halves.
  package var subsamplingLayers: Int { subsampling == 4 ? 2 : 1 }

  /// Frames that come out for `frames` that go in; a convolution of three taps, two apart, with
  /// one frame of zeros at either end.
  package func outputFrames(_ frames: Int) -> Int {
    (0..<subsamplingLayers).reduce(frames) { frames, _ in frames < 1 ? 0 : (frames - 1) / 2 + 1 }
  }
}

extension ModelConfiguration {
  /// Takes the shape of a model that is there already.
  package mutating func take(_ architecture: Architecture) {
    sampleRate = architecture.sampleRate
    melBins = architecture.melBins
    subsampling = architecture.subsampling
    width = architecture.width
    blocks = architecture.blocks
    heads = architecture.heads
    taps = architecture.taps
    expansion = architecture.expansion
  }
}
