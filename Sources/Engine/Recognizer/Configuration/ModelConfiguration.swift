import Files

/// The dimensions of a Conformer-CTC model (Gulati et al. 2020), except for the number of symbols,
/// which follows from the tokenizer. The names are those of NeMo.
package struct ModelConfiguration: Codable, Hashable, Sendable {
  /// Samples per second, 4,000 to 192,000. Audio with another rate is resampled.
  package var sampleRate = 16_000
  /// The number of mel bands, 8 to 256.
  package var melBins = 80
  /// The number of feature frames (10 ms each) per output frame: 2 or 4.
  package var subsamplingFactor = 4
  /// The width of the residual stream, 8 to 4,096, even.
  package var dModel = 144
  /// The number of Conformer blocks, 1 to 64.
  package var nLayers = 4
  /// The number of attention heads, 1 to 64. `dModel / nHeads` is a whole, even number.
  package var nHeads = 4
  /// The length of the depthwise convolution in output frames, 1 to 255, odd.
  package var convKernelSize = 15
  /// The inner width of a feed-forward module divided by `dModel`, 1 to 16.
  package var ffExpansionFactor = 4
  /// The dropout rate in training, at least 0 and below 1.
  package var dropout = 0.1

  package init() {}

  /// - Throws: a problem with the first field that is out of its range.
  package func validate() throws(Problem) {
    try require(sampleRate, in: 4_000...192_000, "sample_rate")
    try require(melBins, in: 8...256, "mel_bins")
    try require(
      subsamplingFactor == 2 || subsamplingFactor == 4, "expected 2 or 4", "subsampling_factor")
    try require(dModel, in: 8...4_096, "d_model")
    try require(dModel % 2 == 0, "expected an even number, found \(dModel)", "d_model")
    try require(nLayers, in: 1...64, "n_layers")
    try require(nHeads, in: 1...64, "n_heads")
    try require(
      dModel % nHeads == 0 && dModel / nHeads % 2 == 0,
      "\(nHeads) heads cannot divide d_model \(dModel) into equal, even parts", "n_heads")
    try require(convKernelSize, in: 1...255, "conv_kernel_size")
    try require(
      convKernelSize % 2 == 1, "expected an odd number, found \(convKernelSize)",
      "conv_kernel_size")
    try require(ffExpansionFactor, in: 1...16, "ff_expansion_factor")
    try require((0..<1).contains(dropout), "expected 0 or more, below 1", "dropout")
  }
}
