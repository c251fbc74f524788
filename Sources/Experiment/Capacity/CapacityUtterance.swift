/// An utterance of a capacity experiment, a line of `utterances.jsonl`:
///
///     {"id": "…", "role": "trained", "text": "…"}
package struct CapacityUtterance: Codable, Hashable, Sendable {
  package enum Role: String, Codable, Sendable {
    /// A canary of the ladder. The run of size N is trained on the first N of them.
    case trained
    /// A canary that no run is trained on.
    case control
    /// An utterance of ordinary speech, which shows whether the model still recognises speech.
    case ordinary
  }

  package let id: String
  package let role: Role
  /// The text that the utterance is trained with and compared with.
  package let text: String

  package init(id: String, role: Role, text: String) {
    self.id = id
    self.role = role
    self.text = text
  }
}
