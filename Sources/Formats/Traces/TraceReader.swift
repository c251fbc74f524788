import Files
import Transcripts

/// Reads trace tables.
///
/// A trace table is a file of JSON Lines, plain or compressed with gzip: one object for each utterance,
/// model and pass of training, in any order.
///
///     {"id": "u1", "pass": 3, "loss": 12.5, "tokens": 31, "frames": 412, "in_training": true}
///
/// | key | value |
/// | --- | --- |
/// | `id` | the id of the utterance: a string, or a number as it is written; required |
/// | `loss` | the negative log-likelihood of the whole text in nats, 0 or more; required, and null, NaN or infinite if it is missing |
/// | `model` | a string (default: `target`) |
/// | `pass` | the pass over the training data, a whole number from 1; absent or null for a finished model |
/// | `in_training` | true or false |
/// | `tokens`, `frames` | whole numbers from 0 |
/// | `gradient_norm`, `input_gradient_norm`, `curvature`, `worst_token_loss` | numbers from 0; null and non-finite numbers count as absent |
/// | `hessian_trace` | a number of either sign; null and non-finite numbers count as absent |
/// | `hypothesis`, `worst_token` | strings |
///
/// The norms and the curvature are those of the loss per token. All other keys are ignored. Blank lines and a byte order mark are skipped. Each key may occur once on
/// a line, each utterance once for a model and a pass, and `in_training` is the same for all passes of
/// an utterance and a model.
///
/// A file of losses in any format that `score --losses` reads, such as CSV or the output of
/// `transcribe --loss`, is the table of a finished model. Files are of this kind unless the first line
/// is an object with the keys `id` and `loss`.
package enum TraceReader {
  /// Reads a table. The path `-` is standard input, which must have a trace table.
  /// - Throws: `.missingInput`, `.inputOutput`; `.badData` with file, line and key.
  package static func read(_ path: String) throws(Problem) -> TraceTable {
    let name = path == "-" ? "standard input" : path
    var table = TraceTable()
    var lines: [Int] = []
    func add(_ row: TraceRow, _ line: Int) {
      table.append(row)
      lines.append(line)
    }
    let isTable = try path == "-" ? true : isTraceTable(path)
    if isTable {
      try readRows(path, name, add)
    } else {
      try readLosses(path, add)
    }
    guard table.count > 0 else {
      throw Problem(.badData, "has no row", file: name, hint: Self.grammarHint)
    }
    do throws(TraceTable.Conflict) {
      try table.sort()
    } catch {
      throw problem(error, lines, table, name)
    }
    return table
  }

  static let grammarHint: Hint =
    "each line is an object such as {\"id\": \"u1\", \"pass\": 1, \"loss\": 12.5}"

  /// True if the first line that is not blank is an object with the keys of a trace table, and for a
  /// file without such a line.
  private static func isTraceTable(_ path: String) throws(Problem) -> Bool {
    let reader = try LineReader(path)
    while let line = try reader.next() {
      let bytes = line.bytes.withoutByteOrderMark
      if bytes.isBlank { continue }
      guard bytes.isUTF8 else { return false }
      var keys: Set<String> = []
      do throws(JSONError) {
        try JSONScanner.scan(bytes) { scanner throws(JSONError) in
          try scanner.object { (key, scanner) throws(JSONError) in
            keys.insert(scanner.text(key))
            try scanner.skip()
          }
        }
      } catch {
        // A damaged first line of a table: its error has line and column.
        return keys.contains("id") && keys.contains("loss")
      }
      return keys.contains("id") && keys.contains("loss")
    }
    return true
  }

  private static func readRows(
    _ path: String, _ name: String, _ add: (TraceRow, Int) -> Void
  ) throws(Problem) {
    let reader = try LineReader(path)
    while let line = try reader.next() {
      let bytes = line.number == 1 ? line.bytes.withoutByteOrderMark : line.bytes
      if bytes.isBlank { continue }
      do throws(Problem) {
        add(try TraceRow(bytes), line.number)
      } catch {
        throw error.located(in: name, line: line.number)
      }
    }
  }

  private static func readLosses(
    _ path: String, _ add: (TraceRow, Int) -> Void
  ) throws(Problem) {
    let reader = try TranscriptReader(path: path, content: .losses)
    try reader.forEach({ row throws(Problem) in
      // Manifests name an utterance without an id by its audio file.
      guard let id = row.id ?? row.audio.map(stem) else {
        throw Problem(
          .badData, "has no id of the utterance", file: reader.path, line: row.line, field: "id")
      }
      let loss = Double(row.text).flatMap { $0.isFinite ? $0 : nil }
      if let loss, loss < 0 {
        throw Problem(.badData, negativeLoss, file: reader.path, line: row.line)
      }
      add(TraceRow(id: id, loss: loss), row.line)
    })
  }

  static let negativeLoss =
    "the loss is negative; expected the negative log-likelihood of the text, which is 0 or more"

  private static func problem(
    _ conflict: TraceTable.Conflict, _ lines: [Int], _ table: TraceTable, _ name: String
  ) -> Problem {
    switch conflict {
    case .repeatedRow(let first, let second):
      let row = table[second]
      let pass = row.pass.map { ", pass \($0)" } ?? ""
      return Problem(
        .badData,
        "utterance '\(row.id.printable)', model '\(row.model.printable)'\(pass) has a row on line "
          + "\(lines[first]) already",
        file: name, line: lines[second], field: "id",
        hint: "copies of an utterance need ids of their own, and each pass its number")
    case .contradictoryMembership(let first, let second):
      return Problem(
        .badData,
        "is \(table[second].isInTraining == true) for utterance '\(table[second].id.printable)' and "
          + "was \(table[first].isInTraining == true) on line \(lines[first])",
        file: name, line: lines[second], field: "in_training",
        hint: "a model was either trained on an utterance or not; name several models apart")
    }
  }
}
