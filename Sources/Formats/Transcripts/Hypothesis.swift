/// What a recogniser wrote down for one utterance.
///
/// At least one of `id` and `audio` is there, and neither is ever empty. Nothing is normalised:
/// case, punctuation and the spaces around the words stay as the file has them.
package struct Hypothesis: Sendable, Hashable {
  /// Where it starts in its file, counted from 1.
  package let line: Int
  package let id: String?
  /// A path or a file name; nothing says that the file still exists.
  package let audio: String?
  /// Empty where the recogniser heard nothing. Where losses are read, the loss as it is written.
  package let text: String

  package init(line: Int, id: String?, audio: String?, text: String) {
    precondition(id != nil || audio != nil, "a hypothesis belongs to no utterance")
    self.line = line
    self.id = id
    self.audio = audio
    self.text = text
  }
}
