import Files

/// A line of a format in which each utterance has one line.
protocol LineSyntax {
  /// A description of the ids for messages: `ids from the parentheses at the end of a line`.
  static var sources: String { get }

  /// The hypothesis of a line; nil for a comment.
  ///
  /// - Parameter text: the line without white space around it, not empty.
  static func hypothesis(
    _ text: Substring, line: Int, of lines: TranscriptLines
  ) throws(Problem) -> Hypothesis?
}

/// A file with one utterance on each line and without columns; the common part of these formats.
/// Blank lines are ignored.
struct LineTranscript<Syntax: LineSyntax>: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    try refuseColumns(wanted, lines)
  }

  var sources: String { Syntax.sources }
  var textColumn: String? { nil }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    while let line = try lines.next() {
      let text = try lines.text(of: line)
      guard !text.isEmpty else { continue }
      if let hypothesis = try Syntax.hypothesis(text, line: line.number, of: lines) {
        try visit(hypothesis)
      }
    }
  }
}

/// Refuses an empty file, and columns that the user chose in a format that has none.
func refuseColumns(_ wanted: ColumnRequest, _ lines: TranscriptLines) throws(Problem) {
  guard let first = try lines.first() else { throw lines.empty }
  if let problem = wanted.problemWithoutColumns {
    throw problem.located(in: lines.name, line: first.number)
  }
}
