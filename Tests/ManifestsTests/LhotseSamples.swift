import Files
import TestSupport

func lhotseSupervision(_ number: Int, _ text: String) -> String {
  #"{"id": "utt\#(number)", "recording_id": "rec\#(number)", "start": 0, "duration": "#
    + #"\#(number).25, "channel": 0, "text": "\#(text)", "language": "English", "#
    + #""speaker": "s\#(number % 2)"}"#
}

func lhotseRecording(_ number: Int, _ path: String) -> String {
  #"{"id": "rec\#(number)", "sources": [{"type": "file", "channels": [0], "source": "#
    + #""\#(path)"}], "sampling_rate": 16000, "num_samples": \#(number * 16_000 + 4_000), "#
    + #""duration": \#(number).25, "channel_ids": [0]}"#
}

/// Two files; the path is that of the supervisions.
func lhotseSample(_ variant: Variant, in directory: TemporaryDirectory) throws -> String? {
  let count = variant == .oneUtterance ? 1 : 6
  var supervisions = (1...count).map { lhotseSupervision($0, "line \($0)") }
  var recordings = (1...count).reversed().map { lhotseRecording($0, "/data/utt\($0).wav") }
  switch variant {
  case .plain, .noFinalNewline, .gzip, .oneUtterance: break
  case .carriageReturns: supervisions = supervisions.map { $0 + "\r" }
  case .blankLine: recordings.insert("", at: 2)
  case .oddSpacing: supervisions[1] = " \t" + supervisions[1] + " "
  case .unicode: supervisions[1] = lhotseSupervision(2, #"grüß \u00e9 日本 \"q\""#)
  // A recording with two utterances.
  case .segments:
    supervisions[1].replace(#""recording_id": "rec2""#, with: #""recording_id": "rec3""#)
  case .relativePaths: recordings[0] = lhotseRecording(6, "audio/utt6.wav")
  case .lineEndInQuotes, .byteOrderMark: return nil
  }
  let suffix = variant == .gzip ? ".gz" : ""
  for (kind, lines) in [("recordings", recordings), ("supervisions", supervisions)] {
    let file = try OutputFile(
      directory("x_\(kind)_train.jsonl\(suffix)"), compressed: variant == .gzip, replaces: true)
    var text = lines.map { $0 + "\n" }.joined()
    if variant == .noFinalNewline { text.removeLast() }
    try file.write(text)
    try file.close()
  }
  return directory("x_supervisions_train.jsonl\(suffix)")
}
