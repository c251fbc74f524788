/// The transcript and the loss of one utterance by a model of a capacity experiment.
package struct CapacityAnswer: Hashable, Sendable {
  package let transcript: String
  /// The loss of the text in nats; nil if it is unknown.
  package let loss: Double?

  package init(transcript: String, loss: Double? = nil) {
    self.transcript = transcript
    self.loss = loss
  }
}
