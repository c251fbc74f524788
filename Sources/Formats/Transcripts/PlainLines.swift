import Files

/// One hypothesis on each line and nothing else, as many evaluation scripts write it. Blank lines
/// are utterances without speech.
///
///     words of the first hypothesis
///     words of the second hypothesis
///
/// The lines are matched with the entries of the probe set by their order (`--match order`).
struct PlainLines: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    try refuseColumns(wanted, lines)
  }

  var sources: String { "one hypothesis a line" }
  var textColumn: String? { nil }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    while let line = try lines.next() {
      try visit(Hypothesis(line: line.number, text: String(try lines.text(of: line))))
    }
  }
}
