import Files

/// The settings of transcripts that hints refer to.
package enum TranscriptSetting: String, HintSetting {
  case format = "transcripts_format"
  /// The columns of the id, the hypothesis and the loss.
  case idColumn = "id_column"
  case textColumn = "text_column"
  case lossColumn = "loss_column"
  /// Whether utterances are matched by their ids or by their order.
  case match
}
