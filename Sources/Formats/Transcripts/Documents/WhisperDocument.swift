import Files

/// The JSON file that OpenAI's Whisper writes for each recording (`whisper --output_format json`,
/// transcribe.py), and those of faster-whisper's and whisperX's programs.
///
///     {"text": " hello world", "segments": [{"text": " hello world", "avg_logprob": -0.2, …}],
///      "language": "en"}
///
/// * `text` is the hypothesis; without it, as in whisperX, the texts of the segments are joined.
/// * The confidence is the mean of `avg_logprob`.
enum WhisperDocument: DocumentSyntax {
  static let result = "an object with \"text\" or \"segments\""

  static func read(_ lines: TranscriptLines) throws(Problem) -> Document? {
    var document = Document()
    var whole: String?
    var hasSegments = false
    var lacksText = false
    let failure = try forEachMember(of: lines) { (key, scanner) throws(JSONError) in
      switch key {
      case "text": whole = try scanner.decodedString()
      case "segments":
        hasSegments = true
        try scanner.array { scanner throws(JSONError) in
          let before = document.texts.count
          try scanner.object { (key, scanner) throws(JSONError) in
            if scanner.token(key, is: "text") {
              document.texts.append(try scanner.decodedString())
            } else if scanner.token(key, is: "avg_logprob"), try scanner.kind() == .number {
              document.confidences.append(try scanner.number())
            } else {
              try scanner.skip()
            }
          }
          lacksText = lacksText || document.texts.count == before
        }
      default: try scanner.skip()
      }
    }
    document.failure = failure
    if let whole {
      try checkAgreement(whole, with: document.texts, lines)
      document.texts = [whole]
    } else if lacksText {
      throw Problem(
        .badData, "a segment has no \"text\", and neither has the file", file: lines.name,
        hint: "write the text of each segment, or that of the whole recording")
    }
    return hasSegments || whole != nil ? document : nil
  }

  /// Refuses a text that lacks the words of its segments, or the reverse: one of them was lost or
  /// truncated.
  private static func checkAgreement(
    _ whole: String, with segments: [String], _ lines: TranscriptLines
  ) throws(Problem) {
    let (text, parts) = (
      whole.filter { !$0.isWhitespace }, segments.joined().filter { !$0.isWhitespace }
    )
    guard !segments.isEmpty, text != parts, text.hasPrefix(parts) || parts.hasPrefix(text) else {
      return
    }
    throw Problem(
      .badData, "\"text\" and the texts of \"segments\" differ: one ends before the other",
      file: lines.name, hint: "was the file changed? Transcribe the utterance again")
  }
}
