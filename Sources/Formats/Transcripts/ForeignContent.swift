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
  if let foreign = ForeignFile(first.bytes) {
    let conversion = foreign.conversion.map { " (\($0) converts it)" } ?? ""
    throw lines.foreign("is \(foreign.kind)\(conversion), not a transcript", first.number)
  }
  if first.hasOnlyCarriageReturns {
    throw lines.problem(
      "has lines that end in a carriage return alone", line: first.number, hint: carriageReturnHint)
  }
}

/// Refuses an object whose columns are objects, as pandas writes a table by default.
func refuseColumnTable(_ columns: [Column], line: Int, of lines: TranscriptLines) throws(Problem) {
  let known = ColumnNames.ids + ColumnNames.audio
  guard columns.count > 1, columns.allSatisfy({ !$0.canName }),
    columns.contains(where: { known.contains($0.name) })
  else { return }
  throw lines.problem(
    "looks like a table that pandas wrote column by column", line: line,
    hint: "to_json(path, orient='records', lines=True) writes one object a line")
}

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
  // Few records have so many fields.
  let isKeyedByID = columns.count > 20 && columns.allSatisfy(\.canName)
  if isKeyedByID, names.isDisjoint(with: ColumnNames.hypotheses + ColumnNames.ambiguous) {
    throw lines.problem(
      "looks like one object with a text for each id", line: line,
      hint: "jq -c 'to_entries[] | {id: .key, hypothesis: .value}' FILE writes one object a line")
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
  let next = try lines.second()?.bytes.text ?? ""
  if isArray(text) {
    throw lines.problem(
      "a JSON array; transcripts have one object a line", line: first.number,
      hint: "jq -c '.[]' FILE writes one object a line; \(formatsHint)")
  }
  if next.first(where: { !$0.isWhitespace }) == "{", line.first?.first == "[" {
    throw lines.problem(
      "line \(first.number) is not a JSON object, and the next line starts one",
      line: first.number, hint: "remove the lines that a program has written into the file")
  }
  try refuse("a page of HTML or XML", when: line.first?.first == "<")
  try refuse("subtitles (WebVTT)", when: line.first == "WEBVTT")
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

/// True for a line that starts an array of values. A log line such as `[NeMo I 2026] …` does not.
private func isArray(_ line: String) -> Bool {
  let start = line.filter { !$0.isWhitespace }.prefix(2)
  return start == "[" || ["[{", "[[", "[\"", "[]"].contains(start)
}

/// True for words that end in `(speaker-utterance)` or in a long id in parentheses, and not in a
/// number, which may be a score.
private func endsInUtterance(_ words: [Substring]) -> Bool {
  guard let last = words.last, last.first == "(", last.last == ")" else { return false }
  let id = last.dropFirst().dropLast()
  return Double(id) == nil
    && (id.contains("-") || (id.count >= 8 && id.contains(where: \.isNumber)))
}
