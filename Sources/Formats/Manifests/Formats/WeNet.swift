/// WeNet's raw list (`data.list`): one JSON object a line.
///
///     {"key": "BAC009S0002W0122", "wav": "/corpus/BAC009S0002W0122.wav", "txt": "…"}
///
/// * `key`: the id. `wav`: a path, which is opened as it is. `txt`: the text.
/// * `start` and `end`: seconds in the audio file, optional, both or none.
/// * WeNet leaves out utterances whose audio it cannot read, without a message.
extension RecordFormat {
  static let wenet = RecordFormat(
    title: "WeNet raw list (data.list)",
    evidence: "a file whose first line is an object with \"key\", \"wav\" and \"txt\""
  ) { start in
    start.hasKeys("key", "wav", "txt") ? start.has("key", "wav", "txt") : nil
  } layout: { _ in
    RecordLayout(
      loader: "WeNet", syntax: .jsonLines,
      names: [.id: ["key"], .audio: ["wav"], .text: ["txt"], .start: ["start"], .end: ["end"]],
      required: [.id, .audio, .text], audio: .workingDirectory,
      faults: [
        .byteOrderMark: "WeNet drops the first utterance without a message",
        .blankLine: "WeNet's json.loads fails on them",
        .sharedID: "WeNet trains on each of them",
      ])
  }
}
