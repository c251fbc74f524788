import Files

/// The transcript formats that `score` reads. Each has its grammar in a file of its own.
package enum TranscriptFormat: String, CaseIterable, Codable, Sendable {
  case nemo
  case jsonl
  case csv
  case tsv
  case kaldi

  package var title: String {
    switch self {
    case .nemo: "NeMo JSONL"
    case .jsonl: "JSON Lines"
    case .csv: "CSV"
    case .tsv: "TSV"
    case .kaldi: "Kaldi text"
    }
  }

  /// What detection goes by.
  package var evidence: String {
    switch self {
    case .nemo:
      "a first line that is an object with \"pred_text\" and \"audio_filepath\" "
        + "(also the Open ASR Leaderboard)"
    case .jsonl: "a first line that is any other JSON object"
    case .csv: "a first line of column names between commas, or the ending .csv"
    case .tsv: "a first line of column names between tabs, or the ending .tsv"
    case .kaldi: "lines of an utterance id and words (also ESPnet and WeNet)"
    }
  }

  /// The decoder of this format, its columns settled by the first line.
  func decoder(
    of lines: TranscriptLines, _ wanted: ColumnRequest
  ) throws(Problem) -> any TranscriptDecoder {
    switch self {
    case .nemo: try NeMoTranscript(lines, wanted)
    case .jsonl: try JSONLinesTranscript(lines, wanted)
    case .csv: try DelimitedTranscript<CSV>(lines, wanted)
    case .tsv: try DelimitedTranscript<TSV>(lines, wanted)
    case .kaldi: try KaldiTranscript(lines, wanted)
    }
  }
}

/// What every format can do.
protocol TranscriptDecoder {
  /// Where ids and texts come from, for people: `ids from "id", text from "hyp"`.
  var sources: String { get }

  /// What the column or key of the text, or of the loss, is called; nil where it has no name.
  var textColumn: String? { get }

  /// Looks at the first line (a header is read) and settles where ids and texts are.
  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem)

  /// Reads to the end of the file.
  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem)
}
