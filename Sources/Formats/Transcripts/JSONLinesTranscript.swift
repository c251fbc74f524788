import Files

/// One JSON object a line (https://jsonlines.org). The first line determines the keys that are read.
///
///     {"id": "c0001", "hypothesis": "…", …}
///
/// * One of `ColumnNames.ids`: a string, or a number as it is written; null and "" mean no id.
/// * One of `ColumnNames.audio`: as for ids. A line needs an id or audio.
/// * One of `ColumnNames.hypotheses`, else one of `ColumnNames.ambiguous`: a string, required.
/// * All other keys are ignored.
///
/// An ambiguous key is refused on every line that also has a manifest's keys: that text is the
/// reference, which would make every canary look memorised.
struct JSONLinesTranscript: TranscriptDecoder {
  private let records: JSONRecords

  init(_ lines: TranscriptLines, _ wanted: ColumnRequest) throws(Problem) {
    records = try jsonRecords(lines, wanted)
  }

  var sources: String { records.choice.sources }
  var textColumn: String? { records.choice.text }

  func forEach(_ visit: (Hypothesis) throws(Problem) -> Void) throws(Problem) {
    try records.forEach(visit)
  }
}

/// The records of `lines`. The first line determines the columns.
func jsonRecords(
  _ lines: TranscriptLines, _ wanted: ColumnRequest, onlyClear: Bool = false,
  spansLines: Bool = false
) throws(Problem) -> JSONRecords {
  var elements = JSONElements(lines, consuming: false)
  guard let first = try spansLines ? elements.next() : lines.first() else { throw lines.empty }
  let columns = try recordColumns(first, of: lines)
  do throws(Problem) {
    return JSONRecords(
      lines, try wanted.choose(from: columns, onlyClear: onlyClear), spansLines: spansLines)
  } catch {
    throw error.located(in: lines.name, line: first.number)
  }
}
