import Files

/// sclite's `trn` (SCTK, doc/infmts.htm): a transcript and the id in parentheses.
///
///     hello world (spk1-utt1)
///     hello world<TAB>(spk1-utt1)                         ESPnet
///     (utt2)                                              no speech
///     ;; comment
///
/// * The id is the text in the last parentheses. Matching recognises a speaker before it.
/// * `@` stands for no word and is left out.
/// * A choice of words, `{ a / the }`, is an error, because no one hypothesis is stated.
enum TrnTranscript: LineSyntax {
  static let sources = "ids from the parentheses at the end of a line"

  static func hypothesis(
    _ text: Substring, line: Int, of lines: TranscriptLines
  ) throws(Problem) -> Hypothesis? {
    if text.hasPrefix(";;") { return nil }
    guard let (words, id) = splitID(text), !id.isEmpty else {
      throw lines.problem(
        "expected an id in parentheses at the end of the line", line: line,
        hint: "each line of a trn is: words (speaker-utterance)")
    }
    return Hypothesis(
      line: line, id: String(id), text: try plainWords(words, line: line, of: lines))
  }

  /// The words of a line and the content of the parentheses at its end.
  static func splitID(_ text: Substring) -> (words: Substring, id: Substring)? {
    guard text.last == ")", let open = text.lastIndex(of: "(") else { return nil }
    return (text[..<open].trimmed, text[text.index(after: open)...].dropLast().trimmed)
  }

  /// The words without `@`.
  static func plainWords(
    _ words: Substring, line: Int, of lines: TranscriptLines
  ) throws(Problem) -> String {
    guard words.contains(where: { $0 == "{" || $0 == "@" }) else { return String(words) }
    let parts = words.split(whereSeparator: \.isWhitespace)
    if parts.contains("{"), parts.contains("/") {
      throw lines.problem(
        "has a choice of words, { a / b }", line: line,
        hint: "write the one hypothesis of the recogniser")
    }
    return parts.filter { $0 != "@" }.joined(separator: " ")
  }

  /// True for words that end in `(speaker-utterance)` or in a long id in parentheses, and not in a
  /// number, which may be a score.
  static func isLine(_ line: Substring) -> Bool {
    guard let (_, id) = splitID(line.trimmed), Double(id) == nil else { return false }
    return !id.contains(where: \.isWhitespace)
      && (id.contains("-") || (id.count >= 8 && id.contains(where: \.isNumber)))
  }
}
