import Files

/// fairseq's `hypo.word-…txt` (examples/speech_recognition): a hypothesis and the number of the
/// utterance.
///
///     HELLO WORLD (None-17)
///
/// The number counts the rows of the `tsv` file from 0. The lines are in another order. Utterances
/// have no ids, so they are matched by this number (`--match order`).
enum FairseqTranscript: LineSyntax {
  static let sources = "numbers of utterances from the parentheses at the end of a line"

  static func hypothesis(
    _ text: Substring, line: Int, of lines: TranscriptLines
  ) throws(Problem) -> Hypothesis? {
    guard let (words, id) = TrnTranscript.splitID(text), let number = number(id) else {
      throw lines.problem(
        "expected the number of the utterance at the end of the line, as in (None-17)", line: line)
    }
    return Hypothesis(line: line, position: number, text: String(words))
  }

  static func isLine(_ line: Substring) -> Bool {
    TrnTranscript.splitID(line.trimmed).flatMap { number($0.id) } != nil
  }

  private static func number(_ id: Substring) -> Int? {
    guard id.hasPrefix("None-"), let number = Int(id.dropFirst(5)), number >= 0 else { return nil }
    return number
  }
}
