/// What a model of a capacity experiment made of one utterance.
package struct CapacityAnswer: Hashable, Sendable {
  package let transcript: String
  /// The loss of the text in nats; nil if it is unknown.
  package let loss: Double?

  package init(transcript: String, loss: Double? = nil) {
    self.transcript = transcript
    self.loss = loss
  }
}
