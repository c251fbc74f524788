import Audit
import Files

/// `report.json`: the truth that every other rendering derives from.
///
/// One object: the fields of `Report`, keys in snake case and byte order, then `canaries`, one row
/// a line. Schema: Fixtures/report.schema.json. Texts and transcripts are left out unless revealed, since a
/// report travels further than a ledger.
package enum JSONReport {
  package static func write(
    _ report: Report, _ rows: [CanaryRow], to path: String, revealing: Bool
  ) throws(Problem) {
    let file = try OutputFile(path)
    // The object stays open for one more key.
    let head = JSONCoding.encoded(report, pretty: true)
    try file.write(head.dropLast(2))
    try file.write(",\n  \"canaries\" : [")
    for (index, row) in rows.enumerated() {
      try file.write(index == 0 ? "\n    " : ",\n    ")
      try file.write(line(row, revealing: revealing))
    }
    try file.write("\n  ]\n}\n")
    try file.close()
  }

  private static func line(_ row: CanaryRow, revealing: Bool) -> [UInt8] {
    var writer = JSONWriter()
    writer.beginObject()
    writer.field("id", row.canary.probeID)
    writer.field("role", row.canary.role.rawValue)
    writer.field("repetitions", row.canary.repetitions)
    writer.field("speed", row.canary.speed)
    writer.field("voice", row.canary.voice)
    if let score = row.score {
      writer.field("exact", score.isExact)
      writer.field("near", score.isNear)
      writer.field("character_edits", score.characters.edits)
      writer.field("characters", score.characters.referenceLength)
      writer.field("word_edits", score.words.edits)
      writer.field("words", score.words.referenceLength)
      writer.field("cer", score.characters.rate ?? 1)
      writer.field("wer", score.words.rate ?? 1)
      writer.key("nearest_other")
      if let ratio = score.nearestOtherRatio { writer.number(ratio) } else { writer.null() }
    }
    if let exposure = row.exposure { writer.field("exposure", exposure) }
    if revealing {
      writer.field("text", row.canary.text)
      if let score = row.score { writer.field("heard", score.heard) }
    }
    writer.endObject()
    return writer.bytes
  }

  /// Reads everything but the canaries' rows, which a gate has no use for.
  package static func read(_ path: String) throws(Problem) -> Report {
    let bytes = try readFile(path, limit: 1 << 31)[...]
    guard bytes.isUTF8 else { throw Problem(.badData, "is not UTF-8", file: path) }
    let head: [UInt8]
    do throws(JSONError) {
      head = try withoutCanaries(bytes)
    } catch {
      let line = bytes.prefix(error.offset).count { $0 == 0x0A } + 1
      throw Problem(
        .badData, "is not JSON: \(error.message)", file: path, line: line,
        hint: "a report is what asr-audit score wrote")
    }
    do throws(Problem) {
      let identity = try JSONCoding.decoded(Identity.self, from: head)
      guard identity.format == Report.formatName else {
        throw Problem(.badData, "is not a report of asr-audit", field: "format")
      }
      guard identity.version == Report.formatVersion else {
        throw Problem(
          .badData,
          "the report has format version \(identity.version), this program reads "
            + "\(Report.formatVersion)", field: "version")
      }
      let report = try JSONCoding.decoded(Report.self, from: head)
      try check(report)
      return report
    } catch {
      throw error.located(in: path)
    }
  }

  /// What a gate reckons with must make sense, whoever wrote the file.
  private static func check(_ report: Report) throws(Problem) {
    do throws(Problem) {
      try report.design.validate()
    } catch {
      throw Problem(.badData, error.message, field: "design")
    }
  }

  private struct Identity: Decodable {
    let format: String
    let version: Int
  }

  private static func withoutCanaries(_ bytes: ArraySlice<UInt8>) throws(JSONError) -> [UInt8] {
    var head = JSONWriter()
    head.beginObject()
    try JSONScanner.scan(bytes) { scanner throws(JSONError) in
      try scanner.object { (key, scanner) throws(JSONError) in
        let name = scanner.text(key)
        let range = try scanner.rawValue()
        guard name != "canaries" else { return }
        head.key(name)
        head.raw(bytes[range])
      }
      try scanner.end()
    }
    head.endObject()
    return head.bytes
  }
}
