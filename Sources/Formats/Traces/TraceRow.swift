/// One row of a trace table: what one model had measured for one utterance after one pass of training.
package struct TraceRow: Hashable, Sendable {
  /// The model of rows that name none.
  package static let defaultModel = "target"

  /// The id of the utterance in the training manifest.
  package var id: String
  package var model: String
  /// The pass over the training data, counted from 1; nil for a finished model.
  package var pass: Int?
  /// Whether the model was trained on the utterance; nil if the table does not tell.
  package var isInTraining: Bool?
  /// The negative log-likelihood of the whole text in nats, 0 or more; nil if it is missing or not
  /// finite.
  package var loss: Double?
  /// The number of tokens of the text.
  package var tokens: Int?
  /// The number of feature frames of the audio.
  package var frames: Int?
  /// The norm of the loss's gradient with respect to the parameters.
  package var gradientNorm: Double?
  /// The norm of the loss's gradient with respect to the features.
  package var inputGradientNorm: Double?
  /// E‖∇L(x + hv) − ∇L(x)‖ over the features x, with random signs v and a small step h (Garg et al.
  /// 2024).
  package var curvature: Double?
  /// An estimate of the trace of the Hessian of the loss with respect to the features, which may be
  /// negative.
  package var hessianTrace: Double?
  /// The transcript of the model.
  package var hypothesis: String?
  /// The token of the text with the highest loss, and its loss in nats.
  package var worstToken: String?
  package var worstTokenLoss: Double?

  package init(id: String, model: String = defaultModel, pass: Int? = nil, loss: Double?) {
    self.id = id
    self.model = model
    self.pass = pass
    self.loss = loss
  }
}
