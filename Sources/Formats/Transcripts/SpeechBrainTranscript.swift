import Files

/// SpeechBrain's `wer_test.txt` (`ErrorRateStats.write_stats`, dataio/wer.py): a summary, a legend,
/// and a block for each utterance.
///
///     %WER 33.33 [ 1 / 3, 0 ins, 1 del, 0 sub ]
///     %SER 100.00 [ 1 / 1 ]
///     Scored 1 sentences, 0 not present in hyp.
///     ================================================================================
///     ALIGNMENTS
///     …
///     ================================================================================
///     utt1, %WER 33.33 [ 1 / 3, 0 ins, 1 del, 0 sub ]
///     the ; cat ;  sat
///      =  ;  =  ;   D
///     the ; cat ; <eps>
///
/// * The id is the text before `, %WER`. The third line of a block is the hypothesis.
/// * `<eps>` stands for no word. In a file of characters `_` is the space, and characters are joined.
/// * Utterances that the recogniser did not write have no block, and count as missing.
struct SpeechBrainTranscript: TranscriptDecoder {
  private let lines: TranscriptLines

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    self.lines = lines
    try refuseColumns(wanted, lines)
  }

  var sources: String { "ids from the blocks, text from their third lines" }
  var textColumn: String? { nil }

  /// True for a file that starts with its summary.
  static func starts(_ first: Substring, _ second: Substring) -> Bool {
    first.hasPrefix("%WER ") && second.hasPrefix("%SER ")
  }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    while let line = try lines.next() {
      guard let id = try id(of: line) else { continue }
      let block = [try lines.next(), try lines.next(), try lines.next()]
      guard let last = block[2] else {
        throw lines.problem(
          "a block starts here and does not end", line: line.number, hint: "was the file truncated?"
        )
      }
      let hypothesis = try words(last)
      let operations = try words(block[1] ?? last)
      guard operations.allSatisfy({ ["=", "I", "D", "S", ""].contains($0) }),
        operations.count == hypothesis.count
      else {
        throw lines.problem(
          "expected the reference, the operations and the hypothesis after this line",
          line: line.number)
      }
      let heard = hypothesis.filter { $0 != "<eps>" && !$0.isEmpty }
      let text =
        heard.contains("_")
        ? heard.map { $0 == "_" ? " " : $0 }.joined() : heard.joined(separator: " ")
      try visit(Hypothesis(line: line.number, id: id, text: text))
    }
  }

  /// The id of a block's first line; nil for other lines.
  private func id(of line: Line) throws(Problem) -> String? {
    let text = try lines.text(of: line)
    guard let end = text.ranges(of: ", %WER").last?.lowerBound, end > text.startIndex else {
      return nil
    }
    guard text.hasSuffix(" sub ]") else {
      throw lines.problem(
        "a block starts here and does not end", line: line.number, hint: "was the file truncated?")
    }
    return String(text[..<end])
  }

  private func words(_ line: Line) throws(Problem) -> [String] {
    guard let text = line.bytes.text else { throw lines.notUTF8(line.number) }
    return text.split(separator: " ; ", omittingEmptySubsequences: false)
      .map { String($0.trimmed) }
  }
}
