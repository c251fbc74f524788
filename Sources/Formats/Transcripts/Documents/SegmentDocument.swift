import Files

/// The segments of one recording as a table: Whisper's `.tsv` and whisper.cpp's `.csv`.
///
///     start<TAB>end<TAB>text                             start,end,text
///     0<TAB>2000<TAB>hello world                         0,2000," hello world"
///
/// The hypothesis is the joined texts. In the table with commas a text is in quotes, which are
/// doubled inside it.
enum SegmentDocument: DocumentSyntax {
  static func isHeader(_ line: Substring) -> Bool {
    line == "start\tend\ttext" || line == "start,end,text"
  }

  static func read(_ lines: TranscriptLines) throws(Problem) -> Document {
    guard let header = try lines.first() else { throw lines.empty }
    _ = try lines.next()
    let isCSV = try lines.text(of: header).contains(",")
    var document = Document()
    var fields: [ArraySlice<UInt8>] = []
    while let line = try lines.next() {
      guard !line.bytes.isBlank else { continue }
      fields.removeAll(keepingCapacity: true)
      if isCSV {
        try CSV.split(line, of: lines, into: &fields)
      } else {
        TSV.split(line, of: lines, into: &fields)
      }
      guard fields.count == 3, let text = fields[2].text else {
        throw lines.problem("expected a start, an end and a text", line: line.number)
      }
      document.texts.append(text)
    }
    return document
  }
}
