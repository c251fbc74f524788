import Files

/// The JSON file that whisper.cpp writes for each recording (`whisper-cli -oj` or `-ojf`,
/// examples/cli/cli.cpp), `a.wav.json`.
///
///     {"systeminfo": "…", "model": {…}, "params": {…}, "result": {"language": "en"},
///      "transcription": [{"timestamps": {…}, "offsets": {…}, "text": " hello",
///                         "tokens": [{"text": " hello", "p": 0.98, …}]}]}
///
/// The hypothesis is the joined texts of `transcription`; the confidence is the mean of `p`.
enum WhisperCppDocument: DocumentSyntax {
  static let result = "an object with \"transcription\""

  static func read(_ lines: TranscriptLines) throws(Problem) -> Document? {
    var document = Document()
    var isTranscribed = false
    let failure = try forEachMember(of: lines) { (key, scanner) throws(JSONError) in
      guard key == "transcription" else { return try scanner.skip() }
      isTranscribed = true
      try scanner.array { scanner throws(JSONError) in
        let before = document.texts.count
        try scanner.object { (key, scanner) throws(JSONError) in
          if scanner.token(key, is: "text") {
            document.texts.append(try scanner.decodedString())
          } else if scanner.token(key, is: "tokens") {
            try scanner.array { scanner throws(JSONError) in
              try scanner.object { (key, scanner) throws(JSONError) in
                if scanner.token(key, is: "p"), try scanner.kind() == .number {
                  document.confidences.append(try scanner.number())
                } else {
                  try scanner.skip()
                }
              }
            }
          } else {
            try scanner.skip()
          }
        }
        guard document.texts.count > before else {
          throw scanner.error("a segment has no \"text\"", field: "transcription")
        }
      }
    }
    document.failure = failure
    return isTranscribed ? document : nil
  }
}
