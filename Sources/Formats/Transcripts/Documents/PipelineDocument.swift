import Files

/// The result of a Hugging Face pipeline for one recording
/// (`pipeline("automatic-speech-recognition")`), written with `json.dump`.
///
///     {"text": "hello world", "chunks": [{"text": "hello world", "timestamp": [0.0, null]}]}
///
/// `text` is the hypothesis. A list of such results is a JSON array without ids.
enum PipelineDocument: DocumentSyntax {
  static let result = "an object with \"text\""

  static func read(_ lines: TranscriptLines) throws(Problem) -> Document? {
    var document = Document()
    let failure = try forEachMember(of: lines) { (key, scanner) throws(JSONError) in
      if key == "text" {
        document.texts.append(try scanner.decodedString())
      } else {
        try scanner.skip()
      }
    }
    document.failure = failure
    return document.texts.isEmpty ? nil : document
  }
}
