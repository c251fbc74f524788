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
    model.sampleRate = sampleRate
    model.melBins = melBins
    model.subsampling = subsampling
    model.width = width
    model.blocks = blocks
    model.heads = heads
    model.taps = taps
    model.expansion = expansion
    try model.validate()
    try require(symbols, in: 2...1_000_000, "symbols")
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
