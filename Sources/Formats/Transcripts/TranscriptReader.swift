import Files
import Synchronization

/// Reads transcripts from a plain or gzip file, from a folder with a file for each utterance, or from
/// standard input (`-`), in flat memory.
///
/// The input is read once: `forEach` may be called once, on one copy of the reader.
package struct TranscriptReader: Sendable {
  /// The name for messages: the path, or `standard input`.
  package let path: String
  package let format: TranscriptFormat
  /// A printable line with the detected format and the columns that will be read:
  /// `hyp.json: NeMo JSONL (line 1 has "pred_text"); ids from "audio_filepath", text from …`.
  package let decision: String
  /// Whether utterances are matched by their order in the file.
  package let matchesByOrder: Bool
  private let kind: TranscriptContent
  private let textColumn: String?
  private let content: Content

  /// Opens `path` and determines its format and columns by its first lines.
  ///
  /// - Parameters:
  ///   - format: nil to detect it by content and, if that is not conclusive, by the name's ending.
  ///   - idColumn: the column with the id; nil to find it by its name. A known name of audio columns
  ///     (`ColumnNames.audio`) is read as `Hypothesis.audio`.
  ///   - textColumn: the column with the hypothesis or the loss; nil to find it by its name, and to
  ///     refuse files that look like training manifests.
  ///   - matchesByOrder: whether utterances without an id are accepted.
  ///   - alternatives: whether further hypotheses are read.
  /// - Throws: `.missingInput`, `.inputOutput`, `.badData`; `.usage` for a column that does not
  ///   exist.
  package init(
    path: String, format: TranscriptFormat? = nil, idColumn: String? = nil,
    textColumn: String? = nil, content: TranscriptContent = .hypotheses,
    matchesByOrder: Bool = false, alternatives: Bool = false
  ) throws(Problem) {
    let wanted = ColumnRequest(
      id: idColumn, text: textColumn, content: content, matchesByOrder: matchesByOrder,
      wantsAlternatives: alternatives)
    let names = path != "-" && isDirectory(path) ? try TranscriptFolder.files(in: path) : nil
    let lines =
      if let names {
        try TranscriptFolder.firstLines(of: names, in: path, content)
      } else {
        try TranscriptLines(path, content)
      }
    let isText = names != nil && format ?? .text == .text
    if let first = try lines.first() {
      try refuseBinary(first, of: lines)
    } else if !isText {
      throw lines.empty
    }
    let detected =
      if let format {
        (format: format, reason: "the stated format")
      } else {
        try detectFormat(of: lines, wanted, inFolder: names != nil)
      }
    self.format = detected.format
    self.matchesByOrder = matchesByOrder
    self.path = names == nil ? lines.name : path
    let source: any HypothesisSource =
      if let names {
        TranscriptFolder(path, names, detected.format, wanted)
      } else {
        try detected.format.decoder(of: lines, wanted)
      }
    decision =
      "\(self.path.printable): \(detected.format.title) (\(detected.reason)); \(source.sources)"
      + (matchesByOrder ? ", matched by their order" : "")
    kind = content
    self.textColumn = source.textColumn
    self.content = Content(source)
  }

  /// Calls `visit` with every hypothesis in the order of the file.
  ///
  /// - Throws: errors of `visit`; `.badData` for an invalid line, for a loss that is neither a number
  ///   nor empty, or for an utterance without an id unless they are matched by their order.
  /// - Precondition: the first call; a pipe cannot be read twice.
  package func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    guard let source = content.take() else {
      preconditionFailure("the transcripts have been read already")
    }
    try source.forEach({ hypothesis throws(Problem) in
      try check(hypothesis)
      try visit(hypothesis)
    })
  }

  private func check(_ hypothesis: Hypothesis) throws(Problem) {
    if hypothesis.id == nil, hypothesis.audio == nil, !matchesByOrder {
      throw Problem(
        .badData, "the utterance has no id", file: path, line: hypothesis.line,
        hint: orderHint)
    }
    guard kind == .losses, !hypothesis.text.isEmpty, Double(hypothesis.text) == nil else { return }
    throw Problem(
      .badData, "expected a number, found '\(hypothesis.text.printable)'", file: path,
      line: hypothesis.line, field: textColumn ?? "loss",
      hint: "write the loss of each probe's reference, or leave it empty")
  }
}

/// The source, which can be taken once, by one thread.
private final class Content: Sendable {
  private let source: Mutex<(any HypothesisSource)?>

  init(_ source: sending any HypothesisSource) {
    self.source = Mutex(source)
  }

  func take() -> sending (any HypothesisSource)? {
    source.withLock { source in
      defer { source = nil }
      return source
    }
  }
}
