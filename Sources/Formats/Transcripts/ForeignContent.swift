import Files

let orderHint: Hint =
  "pass \(TranscriptSetting.match) order if the file has one hypothesis for each entry of the probe "
  + "set, in its order"

extension TranscriptLines {
  func notUTF8(_ line: Int, field: String? = nil) -> Problem {
    problem(
      "is not UTF-8", line: line, field: field, hint: "iconv -f ENCODING -t UTF-8 FILE converts it")
  }

  func hasNUL(_ line: Int) -> Problem {
    problem("has a NUL byte", line: line, hint: "was the file written by two programs at once?")
  }

  var empty: Problem { empty(line: nil) }

  func empty(line: Int?) -> Problem {
    let (missing, program): (String, Hint) =
      content == .losses
      ? ("loss", "program that computed the losses") : ("transcript", "recogniser")
    return Problem(
      .badData, "has no \(missing)", file: name, line: line,
      hint: "check that the " + program + " completed; " + content.formatsHint)
  }

  func foreign(_ message: String, _ line: Int) -> Problem {
    Problem(.badData, message, file: name, line: line, hint: content.formatsHint)
  }
}

/// Refuses a file that is not text, whatever format the user chose.
func refuseBinary(_ first: Line, of lines: TranscriptLines) throws(Problem) {
  if let foreign = ForeignFile(first.bytes) {
    let conversion = foreign.conversion.map { " (\($0) converts it)" } ?? ""
    let wanted = lines.content == .losses ? "table of losses" : "transcript"
    throw lines.foreign("is \(foreign.kind)\(conversion), not a \(wanted)", first.number)
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

/// Refuses an array of texts.
func refuseTextArray(_ first: Line, of lines: TranscriptLines) throws(Problem) {
  guard first.bytes.first == UInt8(ascii: "\"") else { return }
  throw lines.problem(
    "is an array of texts without ids", line: first.number,
    hint: "if it has one text for each entry of the probe set, in its order, "
      + "jq -r '.[]' FILE > NEW writes one text a line, and \(TranscriptSetting.match) order reads NEW"
  )
}

/// Refuses one object with a text for each id.
func refuseKeyedObject(
  _ columns: [Column], line: Int, of lines: TranscriptLines
) throws(Problem) {
  // Few records have so many fields. The values may be texts, or objects with a text.
  guard columns.count > 20, columns.allSatisfy({ $0.canName == columns[0].canName }),
    Set(columns.map(\.name)).isDisjoint(with: ColumnNames.hypotheses + ColumnNames.ambiguous)
  else { return }
  throw lines.problem(
    "looks like one object with a text for each id", line: line,
    hint: columns[0].canName
      ? "jq -c 'to_entries[] | {id: .key, hypothesis: .value}' FILE writes one object a line"
      : "jq -c 'to_entries[] | {id: .key} + .value' FILE writes one object a line")
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
  if text.hasPrefix("[{'") {
    throw lines.problem(
      "looks like a Python list, not JSON", line: first.number,
      hint: "json.dump(results, file) writes JSON")
  }
  if next.first(where: { !$0.isWhitespace }) == "{", line.first?.first == "[" {
    throw lines.problem(
      "line \(first.number) is not a JSON object, and the next line starts one",
      line: first.number, hint: "remove the lines that a program has written into the file")
  }
  try refuse("a page of HTML or XML", when: line.first?.first == "<")
  try refuse("a scoring report", when: line.first == "%WER")
  let second = next.split(whereSeparator: \.isWhitespace)
  try refuse(
    "Kaldi's per_utt",
    when: line.dropFirst().first == "ref" && second.dropFirst().first == "hyp"
      && line.first == second.first)
}
