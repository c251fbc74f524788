import Files

/// True for a line that starts an array of objects or of texts. A log line such as `[NeMo I 2026] …`
/// does not, and neither does a Python list.
func startsArray(_ line: Line) -> Bool {
  let start = Array(line.bytes.lazy.filter { $0 > 0x20 }.prefix(3))
  if start.starts(with: "[{".utf8) { return start.last != UInt8(ascii: "'") }
  return ["[\"", "[]"].contains { start.starts(with: $0.utf8) } || start.elementsEqual("[".utf8)
}

/// Detects the format of a file whose first value is a JSON object or array by the keys of the first
/// object.
func detectJSON(
  of lines: TranscriptLines, _ wanted: ColumnRequest, inFolder: Bool
) throws(Problem) -> DetectedFormat {
  guard let start = try lines.first() else { throw lines.empty }
  var elements = JSONElements(lines, consuming: false)
  guard let first = try elements.next() else {
    throw lines.empty(line: start.number)
  }
  try refuseTextArray(first, of: lines)
  let place = "line \(first.number)"
  let columns = try recordColumns(first, of: lines)
  let names = Set(columns.map(\.name))
  let isOneLine = !elements.isArray && first.bytes.count == trimmedCount(start)
  try refuseColumnTable(columns, line: first.number, of: lines)
  if isOneLine, let key = NeMoTranscript.evidence(in: columns) {
    return (.nemo, "\(place) has \"\(key.printable)\"")
  }
  let hasID = wanted.id != nil || !names.isDisjoint(with: ColumnNames.ids + ColumnNames.audio)
  if !hasID, !elements.isArray, wanted.content == .hypotheses {
    let isAlone = try elements.next() == nil
    if isAlone || !wanted.matchesByOrder,
      let (format, key) = document(names, isAlone: isAlone, inFolder: inFolder)
    {
      return (format, "\(place) has \"\(key)\" and no id")
    }
    try refuseKeyedObject(columns, line: first.number, of: lines)
  }
  if isOneLine { return (.jsonl, "\(place) is a JSON object") }
  return (.json, elements.isArray ? "\(place) is in an array" : "an object spans lines")
}

/// The format of a document about one recording with these keys, and the key that shows it.
private func document(
  _ names: Set<String>, isAlone: Bool, inFolder: Bool
) -> (TranscriptFormat, key: String)? {
  if names.contains("transcription"), !names.isDisjoint(with: ["systeminfo", "params", "result"]) {
    return (.whisperCpp, "transcription")
  }
  if names.contains("segments") { return (.whisper, "segments") }
  let vosk = ["result", "alternatives", "monologues", "partial"]
  if let key = vosk.first(where: names.contains) { return (.vosk, key) }
  guard names.contains("text"), isAlone else { return nil }
  if names.contains("chunks") { return (.pipeline, "chunks") }
  return inFolder || names == ["text"] ? (.pipeline, "text") : nil
}

/// The number of bytes of a line without white space around them.
private func trimmedCount(_ line: Line) -> Int {
  let isSpace = { (byte: UInt8) in byte == 0x20 || byte == 0x09 || byte == 0x0D }
  let start = line.bytes.drop(while: isSpace)
  return start.count - start.reversed().prefix(while: isSpace).count
}
