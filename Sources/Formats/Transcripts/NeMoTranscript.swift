import Files

/// What NeMo's `transcribe_speech.py` and the Open ASR Leaderboard write: a manifest with the
/// hypotheses in it, one JSON object a line.
///
///     {"audio_filepath": "a.wav", "duration": 1.84, "text": "reference", "pred_text": "…", …}
///
/// * `pred_text`: string, required; "" where nothing was heard. With `append_pred` the key is
///   `pred_text_MODEL`; several of them need --text-column.
/// * `audio_filepath` (or `audio_filename`): string or null.
/// * `id`, `utt_id`, …: as in `JSONLinesTranscript`; wins over the audio where it is there.
/// * anything else, `text` above all, is never read.
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

  /// The key that makes a record of these columns NeMo's.
  static func evidence(in columns: [Column]) -> String? {
    guard columns.contains(where: { $0.name == "audio_filepath" || $0.name == "audio_filename" })
    else { return nil }
    return columns.first {
      $0.name == "pred_text" || $0.name.utf8.starts(with: ColumnNames.modelPrefix.utf8)
    }?.name
  }
}
