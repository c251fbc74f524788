import Files

/// The output of sherpa-onnx's programs, standard output and standard error in one file
/// (`sherpa-onnx-offline … > hyp.txt 2>&1`): the name of a file, its result as JSON, and a rule.
///
///     ./probe/c0001.wav
///     {"lang": "", "text": " HELLO WORLD", "timestamps": [0.1, …], "tokens": […], "words": []}
///     ----
///
/// * The line before a result is the audio. Lines of the log are skipped.
/// * `text` is the hypothesis. Several results behind one name are joined. A rule or another name,
///   which may be that of the same file, ends them; a result behind a rule without a name is an error.
///
/// Standard output alone has no names: its lines are JSON without ids (`--match order`).
struct SherpaTranscript: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    try refuseColumns(wanted, lines)
  }

  var sources: String { "audio from the lines before the results, text from \"text\"" }
  var textColumn: String? { nil }

  /// The number of lines of a log in which the first result is searched.
  private static let longestStart = 200

  /// The line with the first name that a result follows; nil if there is none.
  static func start(_ lines: TranscriptLines) throws(Problem) -> Int? {
    var before: Line?
    for place in 0..<longestStart {
      guard let line = try lines.line(ahead: place) else { return nil }
      if isResult(line), let name = before, isName(name) { return name.number }
      if !line.bytes.isBlank { before = line }
    }
    return nil
  }

  private static func isResult(_ line: Line) -> Bool {
    line.bytes.starts(with: "{\"".utf8) && line.bytes.text?.contains("\"text\":") == true
      && line.bytes.text?.contains("\"tokens\":") == true
  }

  private static func isName(_ line: Line) -> Bool {
    guard let name = line.bytes.text?[...].trimmed.lowercased() else { return false }
    return isAudioFile(name)
  }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    var current: (audio: String, line: Int, texts: [String])?
    func finish() throws(Problem) {
      guard let found = current, !found.texts.isEmpty else { return }
      try visit(
        Hypothesis(
          line: found.line, audio: found.audio,
          text: found.texts.filter { !$0.isEmpty }.joined(separator: " ")))
    }
    while let line = try lines.next() {
      if line.bytes.elementsEqual("----".utf8) {
        try finish()
        current = nil
      } else if line.bytes.first(where: { $0 != 0x20 }) == UInt8(ascii: "{") {
        guard current != nil else {
          throw lines.problem(
            "a result without the name of its file on the line before", line: line.number,
            hint: "the program writes names to standard error: run it with 2>&1")
        }
        current?.texts.append(try text(of: line))
      } else if Self.isName(line) {
        let name = String(try lines.text(of: line))
        if let current, current.audio == name, current.texts.isEmpty { continue }
        try finish()
        current = (name, line.number, [])
      }
    }
    try finish()
  }

  private func text(of line: Line) throws(Problem) -> String {
    let text = try scanRecord(line, of: lines) { scanner throws(JSONError) in
      var text: String?
      try scanner.object { (key, scanner) throws(JSONError) in
        if scanner.token(key, is: "text") {
          text = try scanner.decodedString()
        } else {
          try scanner.skip()
        }
      }
      return text
    }
    guard let text else {
      throw lines.problem("is missing on this line", line: line.number, field: "text")
    }
    return String(text[...].trimmed)
  }
}
