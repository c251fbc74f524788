import Files

/// The output of NeMo's `transcribe_speech.py` and of the Open ASR Leaderboard: a manifest with
/// hypotheses, one JSON object a line.
///
///     {"audio_filepath": "a.wav", "duration": 1.84, "text": "reference", "pred_text": "…", …}
///
/// * `pred_text`: string, required; "" if the recogniser found no speech. With `append_pred` the key is
///   `pred_text_MODEL`; several of these need --text-column.
/// * `audio_filepath` (or `audio_filename`): string or null.
/// * `id`, `utt_id`, …: as in `JSONLinesTranscript`; takes precedence over the audio.
/// * All other keys are ignored, in particular `text`.
struct NeMoTranscript: TranscriptDecoder {
  private let records: JSONRecords

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    records = try jsonRecords(lines, wanted, onlyClear: true)
  }

  var sources: String { records.choice.sources }
  var textColumn: String? { records.choice.text }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    try records.forEach(visit)
  }

  /// The key by which a record with these columns is recognised as NeMo's; nil for other records.
  static func evidence(in columns: [Column]) -> String? {
    guard columns.contains(where: { $0.name == "audio_filepath" || $0.name == "audio_filename" })
    else { return nil }
    return columns.first {
      $0.name == "pred_text" || $0.name.utf8.starts(with: ColumnNames.modelPrefix.utf8)
    }?.name
  }
}
