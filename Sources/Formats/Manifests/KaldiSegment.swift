import Files

/// The value of a line in `segments`: `<recording> <start> <end>`, in seconds.
struct KaldiSegment {
  let recording: String
  let start: Double
  let end: Double

  init(_ value: String, file: String, line: Int) throws(Problem) {
    let fields = value.split(whereSeparator: \.isWhitespace)
    guard fields.count == 3, let start = Double(fields[1]), let end = Double(fields[2]),
      start >= 0, end > start, possibleSeconds.contains(end)
    else {
      throw Problem(
        .badData, "expected an utterance, a recording, a start and a later end", file: file,
        line: line, hint: "times are in seconds; Kaldi refuses -1 for the end")
    }
    recording = String(fields[0])
    self.start = start
    self.end = end
  }
}
