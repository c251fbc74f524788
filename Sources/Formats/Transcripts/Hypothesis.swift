/// The transcript of one utterance.
///
/// At least one of `id` and `audio` is not nil, and neither is empty. The text is not normalised: it
/// keeps case, punctuation and spaces of the file.
package struct Hypothesis: Sendable, Hashable {
  /// The line on which it starts, counted from 1.
  package let line: Int
  package let id: String?
  /// A path or a file name. The file need not exist.
  package let audio: String?
  /// The text, which is empty if the recogniser found no speech. When losses are read, the loss as
  /// written in the file.
  package let text: String

  package init(line: Int, id: String?, audio: String?, text: String) {
    precondition(id != nil || audio != nil, "a hypothesis needs an id or audio")
    self.line = line
    self.id = id
    self.audio = audio
    self.text = text
  }
}
