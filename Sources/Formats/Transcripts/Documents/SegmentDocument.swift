import Files

/// The segments of one recording as a table: Whisper's `.tsv` and whisper.cpp's `.csv`.
///
///     start<TAB>end<TAB>text                             start,end,text
///     0<TAB>2000<TAB>hello world                         0,2000," hello world"
///
/// The hypothesis is the texts, joined by their starts. whisper.cpp adds a column `speaker` with `--diarize`. In the table with commas a text is in quotes, which are
/// doubled inside it.
enum SegmentDocument: DocumentSyntax {
  static func isHeader(_ line: Substring) -> Bool {
    ["start\tend\ttext", "start,end,text", "start,end,speaker,text"].contains(line)
  }

  static let result = "a first line with the columns start, end and text"

  static func read(_ lines: TranscriptLines) throws(Problem) -> Document? {
    guard try lines.first() != nil, let header = try lines.next() else { return nil }
    let columns = try lines.text(of: header)
    guard isHeader(columns) else { return nil }
    let isCSV = columns.contains(",")
    let width = columns.contains("speaker") ? 4 : 3
    var segments: [TimedText] = []
    var fields: [ArraySlice<UInt8>] = []
    while let line = try lines.next() {
      guard !line.bytes.isBlank else { continue }
      fields.removeAll(keepingCapacity: true)
      if isCSV {
        try CSV.split(line, of: lines, into: &fields)
      } else {
        TSV.split(line, of: lines, into: &fields)
      }
      guard fields.count == width, let text = fields[width - 1].text,
        let start = fields[0].text.flatMap({ Double($0) }), start.isFinite
      else {
        throw lines.problem("expected a start, an end and a text", line: line.number)
      }
      guard line.isTerminated else {
        throw lines.problem(
          "the file ends inside a line, without a line feed", line: line.number,
          hint: "was the file truncated? Check that the recogniser completed")
      }
      segments.append(TimedText(start: start, text: text))
    }
    return Document(texts: segments.sortedTexts)
  }
}
