import Files

/// A training recipe: everything that determines a training run except its data.
package struct RecognizerConfiguration: Codable, Hashable, Sendable {
  package var model = ModelConfiguration()
  package var tokens = TokenConfiguration()
  package var training = TrainingConfiguration()
  package var augmentation = SpecAugmentConfiguration()

  package init() {}

  /// - Throws: a problem with the first field that is out of its range.
  package func validate() throws(Problem) {
    try model.validate()
    try tokens.validate()
    try training.validate()
    try augmentation.validate()
    try require(
      augmentation.frequencyMasks == 0 || augmentation.frequencyWidth <= model.melBins,
      "a mask of \(augmentation.frequencyWidth) bins is wider than the \(model.melBins) mel bins",
      "frequency_width")
  }
}
