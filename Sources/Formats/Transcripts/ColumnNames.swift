/// The names under which recognisers write ids, audio and hypotheses; earlier ones win.
enum ColumnNames {
  static let ids = ["id", "utt_id", "utterance_id", "uttid", "key", "ID"]

  static let audio = [
    "audio_filepath", "audio_filename", "audio", "file", "file_name", "path", "wav",
    "wav_filename",
  ]

  /// Only a recogniser writes these.
  static let hypotheses = ["pred_text", "hypothesis", "hyp", "prediction", "pred", "res"]

  /// Recognisers write their hypothesis under these names, and corpora their reference.
  static let ambiguous = ["transcript", "transcription", "text"]

  /// Losses of the reference, lower where it was expected; earlier ones win.
  static let losses = ["ctc_loss", "loss", "nll", "negative_log_likelihood"]

  /// What training manifests know of a recording and transcripts seldom say: seconds (NeMo),
  /// bytes (DeepSpeech, Coqui), samples (Lhotse).
  static let manifest = ["duration", "wav_filesize", "num_samples"]

  /// NeMo's name for the hypotheses of several models in one file: `pred_text_MODEL`.
  static let modelPrefix = "pred_text_"

  static func isHypothesis(_ name: String) -> Bool {
    hypotheses.contains(name) || name.utf8.starts(with: modelPrefix.utf8)
  }

  /// True where a column of this name beside an ambiguous one makes that one the reference: a
  /// manifest's column, or a hypothesis under a name of its own (`prediction_beam`, `hyp_1`).
  static func tellsReference(_ name: String) -> Bool {
    manifest.contains(name) || name == "res" || name.utf8.starts(with: "pred".utf8)
      || name.utf8.starts(with: "hyp".utf8)
  }
}
