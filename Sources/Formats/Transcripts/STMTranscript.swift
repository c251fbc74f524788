import Files

/// An STM (SCTK, doc/infmts.htm): a line for each segment.
///
///     utt1 1 spk1 0.00 2.35 <o,f0,male> hello world
///     ;; comment
///
///     line = name channel speaker start end [label] { word }
///
/// * The name of the recording is the id. Its segments follow one another and are joined.
/// * A choice of words, `{ a / the }`, is an error, and so is `IGNORE_TIME_SEGMENT_IN_SCORING`,
///   which states no hypothesis.
struct STMTranscript: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    try refuseColumns(wanted, lines)
  }

  var sources: String { "ids from the recordings, segments joined" }
  var textColumn: String? { nil }

  /// True for the fields of an STM.
  static func isLine(_ line: Substring) -> Bool {
    let fields = line.split(maxSplits: 5, whereSeparator: \.isWhitespace)
    return fields.count >= 5
      && fields[3...4].allSatisfy { $0.contains(".") && Double($0) != nil }
  }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    var current: (name: Substring, line: Int, texts: [String])?
    func finish() throws(Problem) {
      guard let recording = current else { return }
      try visit(
        Hypothesis(
          line: recording.line, id: String(recording.name),
          text: recording.texts.filter { !$0.isEmpty }.joined(separator: " ")))
    }
    while let line = try lines.next() {
      let text = try lines.text(of: line)
      if text.isEmpty || text.hasPrefix(";;") { continue }
      let fields = text.split(maxSplits: 5, whereSeparator: \.isWhitespace)
      guard fields.count >= 5, Double(fields[3]) != nil, Double(fields[4]) != nil else {
        throw lines.problem(
          "expected a name, a channel, a speaker, a start, an end and words", line: line.number)
      }
      var words = fields.count == 6 ? fields[5] : ""
      if words.hasPrefix("<"), let end = words.firstIndex(of: ">"),
        words[..<end].contains(",")
      {
        words = words[words.index(after: end)...].trimmed
      }
      if words.lowercased().contains("ignore_time_segment_in_scoring") {
        throw lines.problem(
          "states no hypothesis (IGNORE_TIME_SEGMENT_IN_SCORING)", line: line.number,
          hint: "this is a mark of references; pass the recogniser's output")
      }
      if current?.name != fields[0] {
        try finish()
        current = (fields[0], line.number, [])
      }
      current?.texts.append(
        try TrnTranscript.plainWords(words, line: line.number, of: lines))
    }
    try finish()
  }
}
