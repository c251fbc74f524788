import Files

/// An STM (SCTK, doc/infmts.htm): a line for each segment.
///
///     utt1 1 spk1 0.00 2.35 <o,f0,male> hello world
///     ;; comment
///
///     line = name channel speaker start end [label] { word }
///
/// * The name of the recording is the id. Its lines follow one another and differ; its segments are
///   joined by their start times.
/// * A label has several categories, or one of SCTK's and Hub-4's: `<NA>`, `<o>`, `<f0>`, `<male>`. Any
///   other word in angle brackets is a word of the recogniser, such as `<unk>`.
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

  /// True for a label (`<o,f0,male>`, `<NA>`), and false for a word in angle brackets, such as `<unk>`.
  private static func isLabel(_ word: Substring) -> Bool {
    guard word.hasPrefix("<"), word.hasSuffix(">") else { return false }
    let categories = word.dropFirst().dropLast().lowercased().split(separator: ",")
    return categories.count > 1
      || categories.contains { ["na", "o", "male", "female"].contains($0) || isFocus($0) }
  }

  /// True for a focus condition of Hub-4: `f0` to `f5`, `fx`.
  private static func isFocus(_ name: Substring) -> Bool {
    name.count == 2 && name.first == "f" && "012345x".contains(name.last!)
  }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    var recordings = TimedRecordings(lines)
    while let line = try lines.next() {
      let text = try lines.text(of: line)
      if text.isEmpty || text.hasPrefix(";;") { continue }
      let fields = text.split(maxSplits: 5, whereSeparator: \.isWhitespace)
      guard fields.count >= 5, let start = Double(fields[3]), start.isFinite,
        let end = Double(fields[4]), end.isFinite
      else {
        throw lines.problem(
          "expected a name, a channel, a speaker, a start, an end and words", line: line.number)
      }
      var words = fields.count == 6 ? fields[5] : ""
      let first = words.prefix { !$0.isWhitespace }
      if Self.isLabel(first) { words = words[first.endIndex...].trimmed }
      if words.lowercased().contains("ignore_time_segment_in_scoring") {
        throw lines.problem(
          "states no hypothesis (IGNORE_TIME_SEGMENT_IN_SCORING)", line: line.number,
          hint: "this is a mark of references; pass the recogniser's output")
      }
      let part = TimedRecordings.Part(
        name: fields[0], channel: fields[1], start: start,
        text: try TrnTranscript.plainWords(words, line: line.number, of: lines))
      if let ended = try recordings.add(part, text, line: line.number) { try visit(ended) }
    }
    if let last = recordings.end() { try visit(last) }
  }
}
