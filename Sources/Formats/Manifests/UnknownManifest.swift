import Files

/// Refuses a file whose first line shows that it is no manifest of any format.
func refuseForeign(_ start: FileStart) throws(Problem) {
  func refuse(_ what: String, _ hint: Hint) -> Problem {
    Problem(.badData, what, file: start.path, line: start.number, hint: hint)
  }
  if let foreign = ForeignFile(start.line) {
    if foreign.kind == "a tar archive", start.isCompressed {
      throw refuse(
        "is a compressed tar archive, and members of compressed archives have no place in it",
        "gunzip FILE, and name the archives without .gz; audio hardly becomes smaller by compression"
      )
    }
    if foreign.kind == "a tar archive" {
      throw refuse(
        "is a tar archive whose first header is damaged: the size or the checksum is wrong",
        "make the archive again; tar -tvf FILE lists its members")
    }
    throw refuse(
      "is \(foreign.kind), not a manifest",
      foreign.conversion.map { "\($0) converts it" } ?? conversion(of: foreign))
  }
  if start.hasOnlyCarriageReturns {
    throw refuse("has lines that end in a carriage return alone", carriageReturnHint)
  }
  guard start.line.text != nil else {
    throw encodingProblem(start.line, file: start.path, line: start.number)
  }
  if start.hasKeys("pred_text") {
    throw refuse(
      "this is a decoder's output (it has \"pred_text\"), not a training manifest",
      "pass it to asr-audit score as transcripts")
  }
}

/// The way from a file of another kind to a manifest.
private func conversion(of foreign: ForeignFile) -> Hint {
  if foreign.kind.contains("Parquet") || foreign.kind.contains("Arrow") { return columnsHint }
  return "a manifest lists audio files and their texts; " + formatsHint
}

/// The way from Parquet or Arrow files to a manifest.
let columnsHint: Hint =
  "write the audio to files and the other columns to a metadata.jsonl beside them, for "
  + "example with Hugging Face datasets: for each row of load_dataset(\"parquet\", "
  + "data_files=FILE), audio[\"bytes\"] is the content of a file and the rest is a line"

private let formatsHint: Hint =
  "asr-audit formats lists the formats that canaries can be injected into"

/// The error for a file of no known format.
func unknownFormat(_ start: FileStart) -> Problem {
  let firstByte = start.line.first { $0 != 0x20 && $0 != 0x09 }
  if start.startsWithByteOrderMark, firstByte == UInt8(ascii: "{") {
    return byteOrderMarkProblem("JSON readers fail on it", file: start.path)
  }
  let (what, hint) = description(start)
  return Problem(.badData, what, file: start.path, line: start.number, hint: hint)
}

private func description(_ start: FileStart) -> (what: String, hint: Hint) {
  let namesHint: Hint =
    "name the fields with \(ManifestSetting.audioKey), \(ManifestSetting.textKey), "
    + "\(ManifestSetting.idKey) and \(ManifestSetting.durationKey); \(formatsHint)"
  if let keys = start.keys {
    if keys.contains("file_name") {
      return (
        "has \"file_name\" as an audiofolder, but datasets reads only metadata.jsonl",
        "rename the file to metadata.jsonl, or name the fields with \(ManifestSetting.audioKey) and "
          + "\(ManifestSetting.textKey)"
      )
    }
    if keys.contains("tracks") {
      return (
        "is a MixedCut of Lhotse, which is not read",
        "inject into the cuts before they are mixed or padded"
      )
    }
    return ("is an object of no known format, with the keys \(quoted(keys))", namesHint)
  }
  switch start.line.first(where: { $0 != 0x20 && $0 != 0x09 }) {
  case UInt8(ascii: "{"):
    return (
      start.syntaxError ?? "is not one JSON object",
      layoutHint(start.line) ?? "a manifest has one complete JSON object a line"
    )
  case UInt8(ascii: "["):
    return (
      "a JSON array, where a manifest has one object a line",
      "jq -c '.[]' FILE writes one object a line"
    )
  case UInt8(ascii: "<"): return ("looks like HTML or XML, not a manifest", formatsHint)
  default: break
  }
  for syntax in [RecordSyntax.tsv, .csv]
    + ";|".utf8.map({ .quoted(separator: $0, skipsSpaces: false) })
  {
    let columns = start.columns(syntax)
    guard columns.count > 1, columns.contains(where: { audioNames.contains($0.lowercased()) })
    else {
      continue
    }
    if columns.contains("file_name") {
      return (
        "has \"file_name\" as an audiofolder, but datasets reads only metadata.csv",
        "rename the file to metadata.csv, or name the columns with \(ManifestSetting.audioKey) and "
          + "\(ManifestSetting.textKey)"
      )
    }
    return (
      "looks like a table with a header of no known format, with the columns \(quoted(columns))",
      namesHint
    )
  }
  return ("is not the start of a manifest of a known format", namesHint)
}

private let audioNames = [
  "audio_filepath", "wav_filename", "audio", "path", "file", "file_name", "filename", "wav",
  "audio_path", "wav_path",
]
