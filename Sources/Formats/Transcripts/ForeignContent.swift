import Files

let formatsHint = "asr-audit formats lists the formats; choose one with --transcripts-format"

extension TranscriptLines {
  func notUTF8(_ line: Int, field: String? = nil) -> Problem {
    problem(
      "is not UTF-8", line: line, field: field, hint: "iconv -f ENCODING -t UTF-8 FILE converts it")
  }

  var empty: Problem {
    Problem(
      .badData, "has no transcript", file: name,
      hint: "check that the recogniser completed; \(formatsHint)")
  }

  func foreign(_ message: String, _ line: Int) -> Problem {
    problem(message, line: line, hint: formatsHint)
  }
}

/// Refuses a file that is not text, whatever format the user chose.
func refuseBinary(_ lines: TranscriptLines) throws(Problem) {
  guard let first = try lines.first() else { throw lines.empty }
  let bytes = first.bytes
  if let kind = signatures.first(where: { bytes.starts(with: $0.bytes) })?.kind {
    throw lines.foreign("is \(kind), not a transcript", first.number)
  }
  guard !bytes.contains(0) else {
    throw lines.foreign("is binary data, not a transcript", first.number)
  }
}

/// The first bytes of kinds of files that are mistaken for transcripts.
private let signatures: [(bytes: [UInt8], kind: String)] = [
  (Array("RIFF".utf8), "a WAV file"),
  (Array("fLaC\0".utf8), "a FLAC file"),
  (Array("OggS\0".utf8), "an Ogg file"),
  (Array("ID3\u{3}".utf8), "an MP3 file"),
  (Array("ID3\u{4}".utf8), "an MP3 file"),
  ([0xFF, 0xFB], "an MP3 file"),
  ([0xFF, 0xFE], "UTF-16 text (iconv -f UTF-16 -t UTF-8 FILE converts it)"),
  ([0xFE, 0xFF], "UTF-16 text (iconv -f UTF-16 -t UTF-8 FILE converts it)"),
  (Array("PK\u{3}\u{4}".utf8), "a zip archive (or a spreadsheet)"),
  (Array("PAR1".utf8), "a Parquet file"),
  ([0x1F, 0x8B], "compressed twice"),
  ([0x28, 0xB5, 0x2F, 0xFD], "compressed with zstd (only gzip is read)"),
  ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "compressed with xz (only gzip is read)"),
  (Array("BZh91AY".utf8), "compressed with bzip2 (only gzip is read)"),
]

/// Refuses a JSON object that is another tool's document about one recording.
func refuseForeignRecord(
  _ columns: [Column], _ wanted: ColumnRequest, line: Int, of lines: TranscriptLines
) throws(Problem) {
  let names = Set(columns.map(\.name))
  guard wanted.id == nil, names.isDisjoint(with: ColumnNames.ids + ColumnNames.audio) else {
    return
  }
  let tools = [
    ("segments", "Whisper"), ("chunks", "a Hugging Face pipeline"),
    ("transcription", "whisper.cpp"), ("alternatives", "Vosk"), ("monologues", "Vosk"),
  ]
  if let (key, tool) = tools.first(where: { names.contains($0.0) }), names.count > 1 {
    throw lines.foreign(
      "looks like the output of \(tool) for one recording (it has \"\(key)\"), "
        + "without an id of the utterance", line)
  }
}

/// Refuses text formats of other tools. Without this check they would be read as Kaldi text, in which
/// nearly every line is an id with words.
func refuseForeignText(_ first: Line, of lines: TranscriptLines) throws(Problem) {
  guard let text = first.bytes.text else { throw lines.notUTF8(first.number) }
  let line = text.split(whereSeparator: \.isWhitespace)
  func refuse(_ what: String, when isSo: Bool) throws(Problem) {
    if isSo { throw lines.foreign("looks like \(what), which is not read", first.number) }
  }
  if line.first?.first == "[" {
    throw lines.problem(
      "a JSON array; transcripts have one object a line", line: first.number,
      hint: "jq -c '.[]' FILE writes one object a line; \(formatsHint)")
  }
  try refuse("a page of HTML or XML", when: line.first?.first == "<")
  try refuse("subtitles (WebVTT)", when: line.first == "WEBVTT")
  let next = try lines.second()?.bytes.text ?? ""
  let second = next.split(whereSeparator: \.isWhitespace)
  try refuse("subtitles (SubRip)", when: line.count == 1 && second.contains("-->"))
  try refuse("a scoring report", when: line.first == "%WER")
  try refuse("icefall's recogs", when: text.contains(":\tref=[") || text.contains(":\thyp=["))
  try refuse(
    "Kaldi's per_utt",
    when: line.dropFirst().first == "ref" && second.dropFirst().first == "hyp"
      && line.first == second.first)
  try refuse(
    "sclite's trn",
    when: endsInUtterance(line) && (second.isEmpty || endsInUtterance(second)))
  try refuse(
    "a CTM",
    when: (5...6).contains(line.count)
      && line[2...3].allSatisfy { $0.contains(".") && Double($0) != nil })
}

/// True for words that end in `(speaker-utterance)`.
private func endsInUtterance(_ words: [Substring]) -> Bool {
  guard let last = words.last else { return false }
  return last.first == "(" && last.last == ")" && last.contains("-")
}
