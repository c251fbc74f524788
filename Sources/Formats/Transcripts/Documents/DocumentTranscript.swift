import Files

/// The syntax of a file that has the transcript of one utterance.
protocol DocumentSyntax {
  static func read(_ lines: TranscriptLines) throws(Problem) -> Document
}

/// The content of a file with the transcript of one utterance.
struct Document {
  var texts: [String] = []
  var confidences: [Double] = []
  var alternatives: [String] = []

  /// The texts of all segments, joined by spaces.
  var text: String {
    texts.map { $0[...].trimmed }.filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// The mean of the confidences of segments or words.
  var confidence: Double? {
    confidences.isEmpty ? nil : confidences.reduce(0, +) / Double(confidences.count)
  }
}

/// A file, or a folder of files, with one utterance each; the common part of these formats. The id is
/// the name of the file without its ending.
struct DocumentTranscript<Syntax: DocumentSyntax>: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    if let problem = wanted.problemWithoutColumns { throw problem.located(in: lines.name) }
  }

  var sources: String { "one utterance, its id from the name of the file" }
  var textColumn: String? { nil }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    let document = try Syntax.read(lines)
    try visit(
      Hypothesis(
        line: 1, id: lines.utteranceID, text: document.text, alternatives: document.alternatives,
        confidence: document.confidence))
  }
}

/// Calls `read` with each top-level JSON object of a file.
func forEachObject(
  of lines: TranscriptLines,
  _ read: (_ key: String, _ scanner: inout JSONScanner) throws(JSONError) -> Void
) throws(Problem) {
  var elements = JSONElements(lines)
  while let element = try elements.next() {
    try scanRecord(element, of: lines) { scanner throws(JSONError) in
      try scanner.object { (key, scanner) throws(JSONError) in
        try read(scanner.text(key), &scanner)
      }
    }
  }
}
