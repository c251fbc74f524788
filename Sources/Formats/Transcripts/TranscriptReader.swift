import Files
import Synchronization

/// Reads transcripts from a plain or gzip file, or from standard input (`-`), in flat memory.
///
/// The file is read once: `forEach` may be called once, on one copy of the reader.
package struct TranscriptReader: Sendable {
  /// The name for messages: the path, or `standard input`.
  package let path: String
  package let format: TranscriptFormat
  /// A printable line with the detected format and the columns that will be read:
  /// `hyp.json: NeMo JSONL (line 1 has "pred_text"); ids from "audio_filepath", text from …`.
  package let decision: String
  private let kind: TranscriptContent
  private let textColumn: String?
  private let content: Content

  /// Opens `path` and determines its format and columns by its first line.
  ///
  /// - Parameters:
  ///   - format: nil to detect it by content and, if that is not conclusive, by the name's ending.
  ///   - idColumn: the column with the id; nil to find it by its name. A known name of audio columns
  ///     (`ColumnNames.audio`) is read as `Hypothesis.audio`.
  ///   - textColumn: the column with the hypothesis or the loss; nil to find it by its name, and to
  ///     refuse files that look like training manifests.
  /// - Throws: `.missingInput`, `.inputOutput`, `.badData`; `.usage` for a column that does not
  ///   exist.
  package init(
    path: String, format: TranscriptFormat? = nil, idColumn: String? = nil,
    textColumn: String? = nil, content: TranscriptContent = .hypotheses
  ) throws(Problem) {
    let lines = try TranscriptLines(path)
    let wanted = ColumnRequest(id: idColumn, text: textColumn, content: content)
    try refuseBinary(lines)
    let detected =
      if let format {
        (format: format, reason: "as --transcripts-format says")
      } else {
        try detectFormat(of: lines, wanted)
      }
    self.path = lines.name
    self.format = detected.format
    let decoder = try detected.format.decoder(of: lines, wanted)
    decision =
      "\(lines.name.printable): \(detected.format.title) (\(detected.reason)); \(decoder.sources)"
    kind = content
    self.textColumn = decoder.textColumn
    self.content = Content(decoder)
  }

  /// Calls `visit` with every hypothesis in the order of the file.
  ///
  /// - Throws: errors of `visit`; `.badData` for an invalid line, or for a loss that is neither a number
  ///   nor empty.
  /// - Precondition: the first call; a pipe cannot be read twice.
  package func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    guard let decoder = content.take() else {
      preconditionFailure("the transcripts have been read already")
    }
    guard kind == .losses else { return try decoder.forEach(visit) }
    try decoder.forEach({ hypothesis throws(Problem) in
      guard hypothesis.text.isEmpty || Double(hypothesis.text) != nil else {
        throw Problem(
          .badData, "expected a number, found '\(hypothesis.text.printable)'", file: path,
          line: hypothesis.line, field: textColumn ?? "loss",
          hint: "write the loss of each probe's reference, or leave it empty")
      }
      try visit(hypothesis)
    })
  }
}

/// The decoder, which can be taken once, by one thread.
private final class Content: Sendable {
  private let decoder: Mutex<(any TranscriptDecoder)?>

  init(_ decoder: sending any TranscriptDecoder) {
    self.decoder = Mutex(decoder)
  }

  func take() -> sending (any TranscriptDecoder)? {
    decoder.withLock { decoder in
      defer { decoder = nil }
      return decoder
    }
  }
}
