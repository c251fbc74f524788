import Files

/// The syntax of a file that has the transcript of one utterance.
protocol DocumentSyntax {
  /// The part of a file that states a transcript, for messages: `an object with "text"`. A recogniser
  /// that failed may leave a file without it, which is not an utterance without speech.
  static var result: String { get }

  /// The document; nil if the file has no result.
  static func read(_ lines: TranscriptLines) throws(Problem) -> Document?
}

/// A piece of a transcript.
struct TimedText {
  /// The start, in any unit.
  let start: Double
  let text: String
}

extension [TimedText] {
  /// The texts by their start; texts of equal start keep their order.
  var sortedTexts: [String] {
    enumerated().sorted { ($0.element.start, $0.offset) < ($1.element.start, $1.offset) }
      .map(\.element.text)
  }
}

/// The content of a file with the transcript of one utterance.
struct Document {
  var texts: [String] = []
  var confidences: [Double] = []
  var alternatives: [String] = []
  /// The key that states that the recogniser failed; nil if none does.
  var failure: String?

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
    guard let document = try Syntax.read(lines) else {
      throw Problem(
        .badData, "has no transcript: expected \(Syntax.result)", file: lines.name,
        hint: "did the recogniser fail on this utterance? Transcribe it again, or remove the file")
    }
    if document.text.isEmpty, let failure = document.failure {
      throw lines.failure(failure, line: 1)
    }
    try visit(
      Hypothesis(
        line: 1, id: lines.utteranceID, text: document.text, alternatives: document.alternatives,
        confidence: document.confidence))
  }
}

/// Calls `read` with the members of each top-level JSON object of a file.
///
/// - Returns: the key that states a failure; nil if none does. Such keys are not passed on.
/// - Throws: `.badData` for a second object, unless `severalObjects`, and for a duplicate key.
func forEachMember(
  of lines: TranscriptLines, severalObjects: Bool = false,
  _ read: (_ key: String, _ scanner: inout JSONScanner) throws(JSONError) -> Void
) throws(Problem) -> String? {
  var elements = JSONElements(lines)
  var isFirst = true
  var failure: String?
  while let element = try elements.next() {
    guard isFirst || severalObjects else {
      throw lines.problem(
        "has a second result, and one file has one utterance", line: element.number,
        hint: "was a result appended to an old file? Transcribe into an empty folder")
    }
    isFirst = false
    var seen: Set<String> = []
    try scanRecord(element, of: lines, isLine: false) { scanner throws(JSONError) in
      try scanner.object { (key, scanner) throws(JSONError) in
        let name = scanner.text(key)
        guard seen.insert(name).inserted else { throw scanner.twice(name) }
        guard FailureMark.isName(name) else { return try read(name, &scanner) }
        if try scanner.tellsFailure(name) { failure = name }
      }
    }
  }
  return failure
}
