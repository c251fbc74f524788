/// The transcript of one utterance.
///
/// `id` and `audio` are not empty. If both are nil, the utterance is known by its place in the file
/// only. The text is not normalised: it keeps case, punctuation and spaces of the file.
package struct Hypothesis: Sendable, Hashable {
  /// The line on which it starts, counted from 1.
  package let line: Int
  package let id: String?
  /// A path or a file name. The file need not exist.
  package let audio: String?
  /// The number of the utterance in the list that was transcribed, from 0, if the file states it.
  package let position: Int?
  /// The text, which is empty if the recogniser found no speech. When losses are read, the loss as
  /// written in the file.
  package let text: String
  /// The recogniser's further hypotheses, the best first, without `text`.
  package let alternatives: [String]
  /// The recogniser's confidence in the text, in its own scale; nil if the file has none.
  package let confidence: Double?

  package init(
    line: Int, id: String? = nil, audio: String? = nil, position: Int? = nil, text: String,
    alternatives: [String] = [], confidence: Double? = nil
  ) {
    self.line = line
    self.id = id
    self.audio = audio
    self.position = position
    self.text = text
    self.alternatives = alternatives
    self.confidence = confidence
  }
}
