/// The metadata of a Hugging Face `audiofolder`: `metadata.csv` (RFC 4180, with a header) or
/// `metadata.jsonl` (one JSON object a line), beside the audio or above it.
///
///     file_name,transcription
///     audio/1.wav,"words, of the text"
///
/// * `file_name`: required, relative, inside the directory of the metadata. `datasets` 5 refuses
///   absolute paths and `..`.
/// * `transcription`, `text`, `sentence` or `transcript`: the text.
/// * `duration`: seconds, optional. All other columns are kept.
/// * `datasets` takes `train`, `test`, `dev` and the like in names of folders and files for the names of
///   splits. Metadata in a folder below belong to the corpus too, and are refused here.
/// * A row without a file fails when it is decoded; a file without a row is left out. A byte order
///   mark is read over in CSV.
extension RecordFormat {
  static let audiofolder = RecordFormat(
    title: "Hugging Face audiofolder: metadata.csv or metadata.jsonl",
    evidence: "a file metadata.csv or metadata.jsonl with \"file_name\""
  ) { start in
    switch start.name {
    case "metadata.jsonl" where start.hasKeys("file_name"),
      "metadata.csv" where start.hasColumns("file_name", in: .csv):
      return start.has("file_name")
    default: return nil
    }
  } layout: { start in
    let isJSON = start.keys != nil
    return RecordLayout(
      loader: "datasets", syntax: isJSON ? .jsonLines : .csv, hasHeader: !isJSON,
      names: [
        .audio: ["file_name"], .text: ["transcription", "text", "sentence", "transcript"],
        .duration: ["duration"],
      ], audio: .insideDirectory,
      faults: [
        .unevenRow: "pandas fails on a longer row and fills a shorter one with nulls",
        .escapingPath: "datasets refuses it",
        .splitName:
          "datasets divides the folder by such names and reads no text, or trains on a part",
      ].merging(isJSON ? [.byteOrderMark: "pyarrow fails on it"] : [:]) { old, _ in old },
      keepsName: true)
  }
}
