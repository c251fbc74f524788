import Files

/// The transcript formats that `score` reads. The file of each format has its grammar.
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

  /// The property by which detection recognises the format.
  package var evidence: String {
    switch self {
    case .nemo:
      "a first line that is an object with \"pred_text\" and \"audio_filepath\" "
        + "(also the Open ASR Leaderboard)"
    case .jsonl: "a first line that is any other JSON object"
    case .csv:
      "a first line of column names between commas, semicolons or vertical bars, or the ending .csv"
    case .tsv: "a first line of column names between tabs, or the ending .tsv"
    case .kaldi: "lines of an utterance id and words (also ESPnet and WeNet)"
    }
  }

  /// The decoder of this format. The first line determines the columns.
  func decoder(
    of lines: TranscriptLines, _ wanted: ColumnRequest
  ) throws(Problem) -> any TranscriptDecoder {
    switch self {
    case .nemo: try NeMoTranscript(lines, wanted)
    case .jsonl: try JSONLinesTranscript(lines, wanted)
    case .csv: try csvDecoder(of: lines, wanted)
    case .tsv: try DelimitedTranscript<TSV>(lines, wanted)
    case .kaldi: try KaldiTranscript(lines, wanted)
    }
  }
}

/// A reader of one format.
protocol TranscriptDecoder {
  /// A description of the columns for messages: `ids from "id", text from "hyp"`.
  var sources: String { get }

  /// The name of the column with the text or the loss; nil if columns have no names.
  var textColumn: String? { get }

  /// Determines the columns from the first line. A header line is consumed.
  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem)

  /// Reads to the end of the file.
  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem)
}
