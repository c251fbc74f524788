import Files

/// A CTM (SCTK, doc/infmts.htm): a line for each word.
///
///     utt1 1 0.40 0.25 hello 0.98
///     ;; comment
///
///     line = name channel start duration word [confidence [type [speaker]]]
///
/// * The name of the recording is the id. Its lines follow one another and differ; its words are
///   joined by their start times.
/// * `@` and `<eps>` stand for no word. The confidence is the mean of those of the words.
/// * `<ALT_BEGIN>` is an error, because no one hypothesis is stated.
///
/// An utterance without words has no line, and counts as missing.
struct CTMTranscript: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    try refuseColumns(wanted, lines)
  }

  var sources: String { "ids from the recordings, words joined by time" }
  var textColumn: String? { nil }

  /// True for the five to eight fields of a CTM.
  static func isLine(_ line: Substring) -> Bool {
    let fields = line.split(whereSeparator: \.isWhitespace)
    guard (5...8).contains(fields.count) else { return false }
    return fields[4].hasPrefix("<ALT") && fields[2] == "*"
      || CTMLine(line) != nil && fields[2...3].allSatisfy { $0.contains(".") }
        && (fields.count == 5 || Double(fields[5]) != nil || fields[5] == "NA")
  }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    var recordings = TimedRecordings(lines)
    while let line = try lines.next() {
      let text = try lines.text(of: line)
      if CTMLine.isEmpty(text) { continue }
      guard let word = CTMLine(text) else {
        throw lines.problem(
          text.contains("<ALT")
            ? "has alternatives, of which none is stated as the hypothesis"
            : "expected a name, a channel, a start, a duration and a word", line: line.number)
      }
      let isWord = !["@", "<eps>"].contains(word.word)
      let part = TimedRecordings.Part(
        name: word.name, channel: word.channel, start: word.start,
        text: isWord ? String(word.word) : "", confidence: word.confidence)
      if let ended = try recordings.add(part, text, line: line.number) { try visit(ended) }
    }
    if let last = recordings.end() { try visit(last) }
  }
}
