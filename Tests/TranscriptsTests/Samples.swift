import Transcripts

/// The files of a format that the tests read.
struct FormatSample {
  /// Two hypotheses, the second of which is empty; one for formats with a file for each utterance.
  let plain: String
  /// `Reading.rows` of `plain`.
  let rows: [String]
  /// Unusual files that are read, with their rows.
  var awkward: [(content: String, rows: [String])] = []
  /// Files that are refused, with a part of the message.
  var broken: [(content: String, message: String)] = []
}

/// The name under which the samples are read.
func sampleName(_ format: TranscriptFormat) -> String { format == .text ? "hyp.txt" : "hyp" }

/// Two hypotheses in every format. The second is empty.
func sample(_ format: TranscriptFormat) -> String { formatSample(format).plain }

/// `Reading.rows` of the samples.
func sampleRows(_ format: TranscriptFormat) -> [String] { formatSample(format).rows }

extension TranscriptFormat {
  /// Formats with a file for each utterance.
  var isDocument: Bool {
    [.whisper, .whisperCpp, .pipeline, .vosk, .subtitles, .segments, .text].contains(self)
  }

  /// Formats whose utterances have no ids.
  var needsOrder: Bool { self == .lines || self == .fairseq }
}

func formatSample(_ format: TranscriptFormat) -> FormatSample {
  switch format {
  case .nemo, .jsonl, .json, .csv, .tsv, .kaldi, .lines: recordSample(format)
  case .trn, .ctm, .stm, .recogs, .speechbrain, .fairseq, .sherpa: toolkitSample(format)
  case .whisper, .whisperCpp, .pipeline, .vosk, .subtitles, .segments, .text:
    documentSample(format)
  }
}
