/// The names that recognisers use for ids, audio and hypotheses. Earlier names take precedence.
enum ColumnNames {
  static let ids = ["id", "utt_id", "utterance_id", "uttid", "key", "ID"]

  static let audio = [
    "audio_filepath", "audio_filename", "audio", "file", "file_name", "path", "wav",
    "wav_filename",
  ]

  /// Names that only recognisers use.
  static let hypotheses = [
    "pred_text", "hypothesis", "hyp", "prediction", "pred", "pred_str", "res",
  ]

  /// Names that recognisers use for hypotheses and corpora for references.
  static let ambiguous = ["transcript", "transcription", "text"]

  /// Names for n-best lists.
  static let alternatives = ["beams", "nbest", "n_best", "hypotheses", "alternatives"]

  /// Names for the loss of the reference, which is lower for a more probable text.
  static let losses = ["ctc_loss", "loss", "nll", "negative_log_likelihood"]

  /// Properties of a recording that training manifests state and transcripts rarely do: seconds
  /// (NeMo), bytes (DeepSpeech, Coqui), samples (Lhotse).
  static let manifest = ["duration", "wav_filesize", "num_samples"]

  /// The prefix of NeMo's names for several models in one file: `pred_text_MODEL`.
  static let modelPrefix = "pred_text_"

  static func isHypothesis(_ name: String) -> Bool {
    hypotheses.contains(name) || name.utf8.starts(with: modelPrefix.utf8)
  }

  /// True if a column of this name shows that an ambiguous column is the reference: a manifest's
  /// column, or a hypothesis under another name (`prediction_beam`, `hyp_1`).
  static func tellsReference(_ name: String) -> Bool {
    manifest.contains(name) || name == "res" || name.utf8.starts(with: "pred".utf8)
      || name.utf8.starts(with: "hyp".utf8)
  }
}
