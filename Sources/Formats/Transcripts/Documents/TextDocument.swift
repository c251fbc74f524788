import Files

/// A text file for each recording, as Whisper (`.txt`, a line for each segment) and many scripts write
/// them. All lines are joined. An empty file is an utterance without speech.
enum TextDocument: DocumentSyntax {
  static let result = "text"

  static func read(_ lines: TranscriptLines) throws(Problem) -> Document? {
    var document = Document()
    while let line = try lines.next() {
      document.texts.append(String(try lines.text(of: line)))
    }
    return document
  }
}
