import Files

/// A CTM (SCTK, doc/infmts.htm): a line for each word.
///
///     utt1 1 0.40 0.25 hello 0.98
///     ;; comment
///
///     line = name channel start duration word [confidence]
///
/// * The name of the recording is the id. Its lines follow one another; its words are joined by
///   their start times.
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

  /// True for the five or six fields of a CTM.
  static func isLine(_ line: Substring) -> Bool {
    let fields = line.split(whereSeparator: \.isWhitespace)
    guard (5...6).contains(fields.count) else { return false }
    return fields[4].hasPrefix("<ALT") && fields[2] == "*"
      || fields[2...3].allSatisfy { $0.contains(".") && Double($0) != nil }
        && (fields.count == 5 || Double(fields[5]) != nil || fields[5] == "NA")
  }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    // The channel and the name of each recording whose lines have ended.
    var finished: Set<[Substring]> = []
    var current: (name: Substring, channel: Substring, line: Int, words: [CTMLine])?
    func finish() throws(Problem) {
      guard let recording = current else { return }
      let words = recording.words.enumerated()
        .sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }.map(\.element)
      let confidences = words.compactMap(\.confidence)
      try visit(
        Hypothesis(
          line: recording.line, id: String(recording.name),
          text: words.map(\.word).joined(separator: " "),
          confidence: confidences.isEmpty
            ? nil : confidences.reduce(0, +) / Double(confidences.count)))
    }
    while let line = try lines.next() {
      let text = try lines.text(of: line)
      if CTMLine.isEmpty(text) { continue }
      guard let word = CTMLine(text) else {
        throw lines.problem(
          text.contains("<ALT")
            ? "has alternatives, of which none is stated as the hypothesis"
            : "expected a name, a channel, a start, a duration and a word", line: line.number)
      }
      let (name, channel) = (word.name, word.channel)
      if current.map({ $0.name != name || $0.channel != channel }) ?? true {
        try finish()
        if let current { finished.insert([current.channel, current.name]) }
        guard !finished.contains([channel, name]) else {
          throw lines.problem(
            "has a word of '\(String(name).printable)', whose lines do not follow one another",
            line: line.number, hint: "sort -s -k1,2 FILE > NEW brings them together")
        }
        current = (name, channel, line.number, [])
      }
      if !["@", "<eps>"].contains(word.word) { current?.words.append(word) }
    }
    try finish()
  }
}
