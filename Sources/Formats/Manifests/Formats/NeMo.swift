/// A NeMo manifest: one JSON object a line.
///
///     {"audio_filepath": "a.wav", "duration": 11.3, "text": "…", "offset": 0.0, "lang": "en", …}
///
/// * `audio_filepath` (or `audio_filename`): string, required. A relative path is resolved against
///   the manifest's directory if such a file exists, else against the working directory. Strings of
///   255 code points and more are not resolved.
/// * `duration`: number of seconds, required because both of NeMo's loaders fail without it.
/// * `text`: string, optional. `offset`: seconds or null, optional. `lang`: string, optional.
/// * `sampling_rate` or `sample_rate`: any value, optional.
/// * `_skipme`: boolean, optional; true makes the Lhotse-backed loader skip the line.
/// * `shard_id`: any value, optional; the audio is in a tar archive.
/// * All other keys are kept.
extension RecordFormat {
  static let nemo = RecordFormat(
    title: "NeMo manifest: one JSON object a line",
    evidence: "a file whose first line is an object with \"audio_filepath\" and \"duration\""
  ) { start in
    for key in ["audio_filepath", "audio_filename"] where start.hasKeys(key) {
      return start.has(key)
    }
    return nil
  } layout: { _ in
    RecordLayout(
      loader: "NeMo", syntax: .jsonLines,
      names: [
        .audio: ["audio_filepath", "audio_filename"], .duration: ["duration"], .text: ["text"],
        .start: ["offset"], .language: ["lang"], .sampleRate: ["sampling_rate", "sample_rate"],
        .skip: ["_skipme"], .archive: ["shard_id"],
      ], required: [.audio, .duration], audio: .directoryOrWorkingDirectory,
      faults: [
        .byteOrderMark: "NeMo's loaders cannot read it",
        .missingDuration: "NeMo's loaders fail on such a line",
        .blankLine:
          "NeMo's older loader skips them, its Lhotse-backed loader fails on them",
        .otherExtension:
          "NeMo's Lhotse-backed loader reads that ending as a manifest of Lhotse: rename it to .json",
      ], mixesNames: true, longestRelativePath: 255)
  }
}
