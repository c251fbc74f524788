import Files

/// A pair of Lhotse manifests, `recordings` and `supervisions` (`.jsonl` or `.jsonl.gz`): one JSON
/// object a line. icefall names them `<prefix>_supervisions_<split>.jsonl.gz`.
///
///     {"id": "a", "sources": [{"type": "file", "channels": [0], "source": "a.wav"}],
///      "sampling_rate": 16000, "num_samples": 17600, "duration": 1.1}
///     {"id": "a-1", "recording_id": "a", "start": 0, "duration": 1.1, "channel": 0, "text": "…"}
///
/// * Ids are unique in each file. Every supervision names a recording.
/// * Lhotse refuses objects with unknown keys; other values belong into `custom`.
/// * `source` is opened as it is, so a relative path starts at the working directory.
/// * `num_samples` must be exact.
extension RecordFormat {
  /// The supervisions. `PairedManifest` reads the recordings too.
  static let lhotse = RecordFormat(
    title: "Lhotse recordings and supervisions: two files, of which one is named",
    evidence: "a file whose first line is an object with \"recording_id\", or \"sources\", and the "
      + "other file beside it"
  ) { start in
    if start.hasKeys("id", "recording_id", "start", "duration") { return start.has("recording_id") }
    return start.hasKeys("id", "sources", "num_samples") ? start.has("sources", "num_samples") : nil
  } layout: { _ in
    RecordLayout(
      loader: "Lhotse", syntax: .jsonLines,
      names: [
        .id: ["id"], .recording: ["recording_id"], .text: ["text"], .start: ["start"],
        .duration: ["duration"], .language: ["language"], .speaker: ["speaker"],
      ], required: [.id, .recording, .text, .start, .duration], audio: .elsewhere,
      faults: lhotseFaults.merging([.repeatedID: "Lhotse raises an AssertionError"]) { $1 },
      fixedFields: ["channel"], mixesNames: true, keepsName: true,
      knownKeys: ["": lhotseSupervisionKeys],
      standardFields: { $0.lhotseSupervision(of: $1, $2) })
  }
}

extension RecordLayout {
  /// The layout of the recordings beside Lhotse's supervisions.
  static let lhotseRecordings = RecordLayout(
    loader: "Lhotse", syntax: .jsonLines,
    names: [
      .id: ["id"], .audio: ["sources.0.source"], .sourceType: ["sources.0.type"],
      .duration: ["duration"], .sampleRate: ["sampling_rate"],
    ], required: [.id, .audio, .duration, .sampleRate], audio: .workingDirectory,
    faults: lhotseFaults.merging([.repeatedID: "Lhotse raises an AssertionError"]) { $1 },
    fixedFields: ["channel_ids", "num_samples"], mixesNames: true, keepsName: true,
    knownKeys: ["": lhotseRecordingKeys],
    standardFields: { writer, utterance, _ in writer.lhotseRecording(of: utterance) })
}
