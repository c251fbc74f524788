import Files

/// The transcript formats that `score` reads. The file of each format has its grammar.
package enum TranscriptFormat: String, CaseIterable, Codable, Sendable {
  case nemo
  case jsonl
  case json
  case csv
  case tsv
  case kaldi
  case trn
  case ctm
  case stm
  case recogs
  case speechbrain
  case fairseq
  case sherpa = "sherpa-onnx"
  case whisper
  case whisperCpp = "whisper-cpp"
  case pipeline = "hf-pipeline"
  case vosk
  case subtitles
  case segments
  case text
  case lines

  package var title: String {
    switch self {
    case .nemo: "NeMo JSONL"
    case .jsonl: "JSON Lines"
    case .json: "JSON array"
    case .csv: "CSV"
    case .tsv: "TSV"
    case .kaldi: "Kaldi text"
    case .trn: "sclite trn"
    case .ctm: "CTM"
    case .stm: "STM"
    case .recogs: "icefall recogs"
    case .speechbrain: "SpeechBrain wer_test.txt"
    case .fairseq: "fairseq hypo.word"
    case .sherpa: "sherpa-onnx output"
    case .whisper: "Whisper JSON"
    case .whisperCpp: "whisper.cpp JSON"
    case .pipeline: "Hugging Face pipeline JSON"
    case .vosk: "Vosk results"
    case .subtitles: "subtitles (SRT, VTT)"
    case .segments: "table of segments"
    case .text: "text file for each utterance"
    case .lines: "plain lines"
    }
  }

  /// The programs that write the format; nil if the title names them.
  package var writers: String? {
    switch self {
    case .nemo: "transcribe_speech.py, Open ASR Leaderboard"
    case .jsonl: "Hugging Face Dataset.to_json, scripts"
    case .json: "FunASR, Coqui and DeepSpeech test output, lists of a Hugging Face pipeline"
    case .csv: "Hugging Face Dataset.to_csv, pandas, spreadsheets"
    case .tsv: "pandas, spreadsheets"
    case .kaldi: "Kaldi, ESPnet, WeNet, FunASR"
    case .trn: "SCTK, ESPnet"
    case .ctm, .stm: "SCTK, Kaldi, NeMo"
    case .whisper: "openai-whisper, faster-whisper, whisperX; a file or a folder of them"
    case .whisperCpp, .pipeline, .vosk: "a file or a folder of them"
    case .subtitles: "Whisper, whisper.cpp, sherpa-onnx; a file or a folder of them"
    case .segments: "Whisper .tsv, whisper.cpp .csv; a file or a folder of them"
    case .text: "Whisper .txt; a folder of them"
    case .lines: "hypotheses in the order of the probe set"
    case .recogs, .speechbrain, .fairseq, .sherpa: nil
    }
  }

  /// The property by which detection recognises the format.
  package var evidence: String {
    switch self {
    case .nemo: "a first line that is an object with \"pred_text\" and \"audio_filepath\""
    case .jsonl: "a first line that is any other JSON object"
    case .json: "an array of JSON objects, or objects that span lines"
    case .csv:
      "a first line of column names between commas, semicolons or vertical bars, or the ending .csv"
    case .tsv: "a first line of column names between tabs, or the ending .tsv"
    case .kaldi: "lines of an utterance id and words"
    case .trn: "lines that end in (speaker-utterance) or in an id in parentheses"
    case .ctm: "lines of a name, a channel, a start, a duration and a word"
    case .stm: "lines of a name, a channel, a speaker, a start, an end and words"
    case .recogs: "lines with :<tab>ref=[ or :<tab>hyp=["
    case .speechbrain: "a first line with %WER and a second one with %SER"
    case .fairseq: "lines that end in (None-NUMBER)"
    case .sherpa: "a line with the name of a file before a JSON object with \"text\" and \"tokens\""
    case .whisper: "a JSON object with \"segments\" and without an id"
    case .whisperCpp: "a JSON object with \"transcription\", an array, and without an id"
    case .pipeline:
      "a JSON object with \"text\" (and \"chunks\") and without an id, alone in its file"
    case .vosk: "JSON objects with \"result\", \"alternatives\" or \"partial\" and without an id"
    case .subtitles: "a first line WEBVTT, or a cue with -->"
    case .segments: "a first line of the columns start, end and text"
    case .text: "a folder with files that end in .txt"
    case .lines: "other text, if hypotheses are matched by their order"
    }
  }

  /// The decoder of this format. The first line determines the columns.
  func decoder(
    of lines: TranscriptLines, _ wanted: ColumnRequest
  ) throws(Problem) -> any HypothesisSource {
    switch self {
    case .nemo: try NeMoTranscript(lines, wanted)
    case .jsonl: try JSONLinesTranscript(lines, wanted)
    case .json: try JSONArrayTranscript(lines, wanted)
    case .csv: try csvDecoder(of: lines, wanted)
    case .tsv: try DelimitedTranscript<TSV>(lines, wanted)
    case .kaldi: try KaldiTranscript(lines, wanted)
    case .trn: try LineTranscript<TrnTranscript>(lines, wanted)
    case .ctm: try CTMTranscript(lines, wanted)
    case .stm: try STMTranscript(lines, wanted)
    case .recogs: try RecogsTranscript(lines, wanted)
    case .speechbrain: try SpeechBrainTranscript(lines, wanted)
    case .fairseq: try LineTranscript<FairseqTranscript>(lines, wanted)
    case .sherpa: try SherpaTranscript(lines, wanted)
    case .whisper: try DocumentTranscript<WhisperDocument>(lines, wanted)
    case .whisperCpp: try DocumentTranscript<WhisperCppDocument>(lines, wanted)
    case .pipeline: try DocumentTranscript<PipelineDocument>(lines, wanted)
    case .vosk: try DocumentTranscript<VoskDocument>(lines, wanted)
    case .subtitles: try DocumentTranscript<SubtitleDocument>(lines, wanted)
    case .segments: try DocumentTranscript<SegmentDocument>(lines, wanted)
    case .text: try DocumentTranscript<TextDocument>(lines, wanted)
    case .lines: try PlainLines(lines, wanted)
    }
  }
}

/// A source of hypotheses.
protocol HypothesisSource {
  /// A description of the columns for messages: `ids from "id", text from "hyp"`.
  var sources: String { get }

  /// The name of the column with the text or the loss; nil if columns have no names.
  var textColumn: String? { get }

  /// Reads to the end.
  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem)
}

/// A reader of one format.
protocol TranscriptDecoder: HypothesisSource {
  /// Determines the columns from the first line. A header line is consumed.
  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem)
}
