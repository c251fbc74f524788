import Files

/// The shape of a Conformer-CTC model (Gulati et al. 2020), without its number of symbols, which
/// the tokenizer decides.
package struct ModelConfiguration: Codable, Hashable, Sendable {
  /// Samples a second, 4,000 to 192,000; other audio is resampled to it.
  package var sampleRate = 16_000
  /// Mel bands of a feature frame, 8 to 256.
  package var melBins = 80
  /// Feature frames (10 ms) an output frame: 2 or 4.
  package var subsampling = 4
  /// Channels of the residual stream, 8 to 4,096, even.
  package var width = 144
  /// Conformer blocks, 1 to 64.
  package var blocks = 4
  /// Attention heads, 1 to 64; they share the width in equal, even parts.
  package var heads = 4
  /// Frames that a depthwise convolution sees, 1 to 255, odd.
  package var taps = 15
  /// Inner width of a feed-forward module, in widths, 1 to 16.
  package var expansion = 4
  /// Share of activations dropped in training, from 0, below 1.
  package var dropout = 0.1

  package init() {}

  /// - Throws: the first field that is out of its range.
  package func validate() throws(Problem) {
    try require(sampleRate, in: 4_000...192_000, "sample_rate")
    try require(melBins, in: 8...256, "mel_bins")
    try require(subsampling == 2 || subsampling == 4, "expected 2 or 4", "subsampling")
    try require(width, in: 8...4_096, "width")
    try require(width % 2 == 0, "expected an even number, found \(width)", "width")
    try require(blocks, in: 1...64, "blocks")
    try require(heads, in: 1...64, "heads")
    try require(
      width % heads == 0 && width / heads % 2 == 0,
      "\(heads) heads cannot share a width of \(width) in equal, even parts", "heads")
    try require(taps, in: 1...255, "taps")
    try require(taps % 2 == 1, "expected an odd number, found \(taps)", "taps")
    try require(expansion, in: 1...16, "expansion")
    try require((0..<1).contains(dropout), "expected 0 or more, below 1", "dropout")
  }
}
