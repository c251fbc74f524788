import Files

/// Masks over the features of a training utterance (SpecAugment, Park et al. 2019, without warping
/// time).
package struct SpecAugmentConfiguration: Codable, Hashable, Sendable {
  /// Bands of mel bins masked in an utterance, 0 to 100.
  package var frequencyMasks = 2
  /// The widest such band, in bins: 0 to the number of mel bins.
  package var frequencyWidth = 27
  /// Stretches of time masked in an utterance, 0 to 100.
  package var timeMasks = 2
  /// The longest such stretch, as a share of the utterance's frames, 0 to 1.
  package var timeWidth = 0.05

  package init() {}

  /// - Throws: the first field that is out of its range.
  package func validate() throws(Problem) {
    try require(frequencyMasks, in: 0...100, "frequency_masks")
    try require(frequencyWidth, in: 0...256, "frequency_width")
    try require(timeMasks, in: 0...100, "time_masks")
    try require(timeWidth, in: 0...1, "time_width")
  }
}
