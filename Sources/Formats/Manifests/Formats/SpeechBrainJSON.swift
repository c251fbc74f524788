import Files

/// SpeechBrain's JSON: one object with a member for each utterance.
///
///     {"spk1_snt1": {"wav": "{data_root}/spk1_snt1.wav", "length": 2.87, "words": "THE CHILD …"}, …}
///
/// * The key is the id. `length` or `duration`: seconds, optional. The names of the other keys are
///   chosen by the recipe: `wav`, `words`, `spk_id`.
/// * `{name}` in any value is replaced by a value of the recipe; an unknown name is an error. A path is
///   otherwise opened as it is.
extension RecordFormat {
  static let speechbrainJSON = RecordFormat(
    title: "SpeechBrain JSON",
    evidence: "an object whose members are objects with \"wav\" and \"length\" or \"duration\""
  ) { start in
    // One complete object on each line is JSON Lines.
    guard start.line.first(where: { $0 != 0x20 && $0 != 0x09 }) == UInt8(ascii: "{"),
      start.keys == nil || start.second?.isBlank ?? true
    else { return nil }
    let layout = RecordLayout.speechbrainJSON
    let reader = EntryReader(path: start.path, layout: layout, names: [:])
    let record = (try? RecordReader(start.path, layout.syntax))
      .flatMap { try? $0.next() }
    let fields = record.flatMap { try? reader.jsonFields(of: $0) } ?? []
    let names = fields.map { String(decoding: $0.name, as: UTF8.self) }
    let length = ["length", "duration"].first(where: names.contains)
    guard names.contains("wav"), let length else { return nil }
    return "the first member has \"wav\" and \"\(length)\""
  } layout: { _ in
    .speechbrainJSON
  }
}

extension RecordLayout {
  /// The name of the field that stands for the key of a member.
  static let memberKey = "ID"

  static let speechbrainJSON = RecordLayout(
    loader: "SpeechBrain", syntax: .jsonMembers,
    names: [
      .id: [memberKey], .audio: ["wav", "wav_path", "file_path", "path"],
      .text: ["words", "wrd", "transcript", "transcription", "text", "sentence"],
      .duration: ["length", "duration"], .speaker: ["spk_id", "speaker_id", "speaker", "spk"],
    ], required: [.id, .audio, .text], audio: .workingDirectory,
    faults: [
      .byteOrderMark: "SpeechBrain's json.load fails on it",
      .repeatedID: "SpeechBrain keeps only the last one",
    ], variableMarks: "{}")
}
