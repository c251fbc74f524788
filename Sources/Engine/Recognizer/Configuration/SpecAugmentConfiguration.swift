import Files

/// The masks on the features of a training utterance (SpecAugment, Park et al. 2019, without time
/// warping).
package struct SpecAugmentConfiguration: Codable, Hashable, Sendable {
  /// The number of frequency masks per utterance, 0 to 100.
  package var frequencyMasks = 2
  /// The largest width of a frequency mask in bins, 0 to the number of mel bins.
  package var frequencyWidth = 27
  /// The number of time masks per utterance, 0 to 100.
  package var timeMasks = 2
  /// The largest length of a time mask as a fraction of the utterance's frames, 0 to 1.
  package var timeWidth = 0.05

  package init() {}

  /// - Throws: a problem with the first field that is out of its range.
  package func validate() throws(Problem) {
    try require(frequencyMasks, in: 0...100, "frequency_masks")
    try require(frequencyWidth, in: 0...256, "frequency_width")
    try require(timeMasks, in: 0...100, "time_masks")
    try require(timeWidth, in: 0...1, "time_width")
  }
}
