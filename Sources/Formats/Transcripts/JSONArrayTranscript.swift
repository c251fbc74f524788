import Files

/// An array of JSON objects, or objects that span lines. The first object determines the keys that
/// are read, as in `JSONLinesTranscript`.
///
///     [{"key": "c0001", "text": "…"}, …]                  FunASR
///     [
///       {"wav_filename": "c0001.wav", "src": "…", "res": "…", "loss": 12.3}, …
///     ]                                                   Coqui and DeepSpeech, --test_output_file
///     [{"text": "…", "chunks": […]}, …]                   a Hugging Face pipeline, without ids
///
/// `Dataset.to_json(lines=False)`, `DataFrame.to_json(orient="records")` and jq write such arrays too.
/// Elements are read one by one, so that memory does not grow with the array.
struct JSONArrayTranscript: TranscriptDecoder {
  private let records: JSONRecords

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    records = try jsonRecords(lines, wanted, spansLines: true)
  }

  var sources: String { records.choice.sources }
  var textColumn: String? { records.choice.text }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    try records.forEach(visit)
  }
}
