import Files

/// Any JSON object a line (https://jsonlines.org); the first settles which keys are read.
///
///     {"id": "c0001", "hypothesis": "…", …}
///
/// * one of `ColumnNames.ids`: string, or a number as it is written; null or "" is none.
/// * one of `ColumnNames.audio`: likewise.
/// * one of `ColumnNames.hypotheses`, else one of `ColumnNames.ambiguous`: string, required.
///
/// An ambiguous key is refused on every line that has a manifest's keys too: that `text` is the
/// reference, and scored against itself it would make every canary look memorised.
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

/// The records of `lines`, their columns settled by the first.
func jsonRecords(
  _ lines: TranscriptLines, _ wanted: ColumnRequest, onlyClear: Bool = false
) throws(Problem) -> JSONRecords {
  guard let first = try lines.first() else { throw lines.empty }
  let columns = try recordColumns(first, of: lines)
  do throws(Problem) {
    return JSONRecords(lines, try wanted.choose(from: columns, onlyClear: onlyClear))
  } catch {
    throw error.located(in: lines.name, line: first.number)
  }
}
