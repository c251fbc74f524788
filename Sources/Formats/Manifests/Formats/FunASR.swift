/// FunASR's data list: one JSON object a line.
///
///     {"key": "BAC1", "source": "/corpus/1.wav", "source_len": 90, "target": "…", "target_len": 13}
///
/// * `key`: the id. `source`: a path, which is opened as it is. `target`: the text.
/// * `source_len`: complete frames of 10 ms, optional. `target_len`: the number of words, or of
///   characters in a text without spaces, optional. FunASR's `scp2jsonl.py` counts so.
extension RecordFormat {
  static let funasr = RecordFormat(
    title: "FunASR data list (JSON Lines)",
    evidence: "a file whose first line is an object with \"source\" and \"target\""
  ) { start in
    start.hasKeys("source", "target") && !start.hasKeys("recording_id")
      ? start.has("source", "target") : nil
  } layout: { _ in
    RecordLayout(
      loader: "FunASR", syntax: .jsonLines,
      names: [
        .id: ["key"], .audio: ["source"], .text: ["target"], .duration: ["source_len"],
      ], durationUnit: .frames, audio: .workingDirectory, measures: ["target_len": .tokens],
      faults: [
        .byteOrderMark: "FunASR's json.loads fails on it",
        .blankLine: "FunASR's json.loads fails on them",
        .sharedID: "FunASR trains on each of them",
      ])
  }
}
