import Files

/// The results that a recogniser of Vosk returned for one recording, one after another
/// (`Result`, `FinalResult` and `PartialResult`), or the JSON file of `vosk-transcriber`.
///
///     {"partial": "hello"}
///     {"result": [{"conf": 0.98, "start": 0.1, "end": 0.4, "word": "hello"}], "text": "hello"}
///     {"alternatives": [{"confidence": 213.5, "text": "hello"}, {"confidence": 210.1, "text": "…"}]}
///     {"schemaVersion": "2.0", "monologues": [{"terms": […]}], "text": ["hello"]}
///
/// * The texts of all results are joined. Partial results are skipped; a file of partial results only
///   has no transcript.
/// * Of alternatives the first is the hypothesis. The confidence is the mean of `conf`.
enum VoskDocument: DocumentSyntax {
  static let result = "an object with \"text\" or \"alternatives\""

  static func read(_ lines: TranscriptLines) throws(Problem) -> Document? {
    var document = Document()
    var hasText = false
    var words = 0
    let failure = try forEachMember(of: lines, severalObjects: true) {
      (key, scanner) throws(JSONError) in
      switch key {
      case "text":
        hasText = true
        document.texts += try texts(&scanner)
      case "result": words += try readWords(&scanner, into: &document)
      case "alternatives":
        let texts = try scanner.alternatives()
        document.texts += texts.prefix(1)
        // Alternatives of several results cannot be combined.
        document.alternatives = document.texts.count == 1 ? Array(texts.dropFirst()) : []
      default: try scanner.skip()
      }
    }
    document.failure = failure
    guard words == 0 || !document.text.isEmpty else {
      throw Problem(
        .badData, "\"result\" has words and \"text\" is empty", file: lines.name,
        hint: "was the file changed? Transcribe the utterance again")
    }
    return hasText || !document.texts.isEmpty ? document : nil
  }

  private static func texts(_ scanner: inout JSONScanner) throws(JSONError) -> [String] {
    guard try scanner.kind() == .array else { return [try scanner.decodedString()] }
    return try scanner.alternatives()
  }

  /// Reads the confidences of words and returns the number of words.
  private static func readWords(
    _ scanner: inout JSONScanner, into document: inout Document
  ) throws(JSONError) -> Int {
    var words = 0
    try scanner.array { scanner throws(JSONError) in
      words += 1
      try scanner.object { (key, scanner) throws(JSONError) in
        if scanner.token(key, is: "conf"), try scanner.kind() == .number {
          document.confidences.append(try scanner.number())
        } else {
          try scanner.skip()
        }
      }
    }
    return words
  }
}
