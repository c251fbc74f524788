/// SpeechBrain's CSV (RFC 4180, with a header; spaces after commas do not count).
///
///     ID,duration,wav,spk_id,wrd
///     1355-39947-0000,11.3,/corpus/1355-39947-0000.flac,1355,PSYCHOTHERAPY AND …
///
/// * `ID`: required and unique. `duration`: seconds, optional.
/// * The columns of the audio (`wav`), the text (`wrd`) and the speaker (`spk_id`) have names that the
///   recipe chooses.
/// * `$name` in any column is replaced by a value of the recipe; an unknown name is an error. A path is
///   otherwise opened as it is.
extension RecordFormat {
  static let speechbrain = RecordFormat(
    title: "SpeechBrain CSV",
    evidence: "a table with commas and the columns \"ID\" and \"wav\" or \"duration\""
  ) { start in
    let columns = start.columns(.speechbrain)
    guard start.keys == nil, columns.contains("ID"),
      let other = ["wav", "duration"].first(where: columns.contains)
    else { return nil }
    return start.has("ID", other)
  } layout: { _ in
    RecordLayout(
      loader: "SpeechBrain", syntax: .speechbrain, hasHeader: true,
      names: [
        .id: ["ID"], .audio: ["wav", "wav_path", "file_path", "path"],
        .text: ["wrd", "words", "transcript", "transcription", "text", "sentence"],
        .duration: ["duration"], .speaker: ["spk_id", "speaker_id", "speaker", "spk"],
      ], required: [.id, .audio, .text], audio: .workingDirectory,
      faults: [
        .byteOrderMark: "SpeechBrain then finds no column \"ID\"",
        .unevenRow: "SpeechBrain raises a TypeError or loses fields",
        .repeatedID: "SpeechBrain raises ValueError: Duplicate id",
      ], variableMarks: "$")
  }
}

extension RecordSyntax {
  fileprivate static let speechbrain = quoted(separator: UInt8(ascii: ","), skipsSpaces: true)
}
