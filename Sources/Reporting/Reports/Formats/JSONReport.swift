import AuditModel
import Concurrency
import Files
import Scoring

/// `report.json`, which all other renderings are derived from.
///
/// The file is one object: the fields of `Report` with keys in snake case and byte order, then
/// `canaries` with one row per line. Its schema is Fixtures/schema/report.schema.json.
package enum JSONReport {
  package static func write(
    _ report: Report, _ rows: some Sequence<ReportRow>,
    to write: ([UInt8]) throws(Problem) -> Void
  ) throws(Problem) {
    try write(head(report))
    var (batch, isFirst): ([ReportRow], Bool) = ([], true)
    func writeBatch() throws(Problem) {
      for rows in encoded(batch, startsArray: isFirst) { try write(rows) }
      isFirst = isFirst && batch.isEmpty
      batch.removeAll(keepingCapacity: true)
    }
    for row in rows {
      batch.append(row)
      if batch.count == batchSize { try writeBatch() }
    }
    try writeBatch()
    try write(Array("\n  ]\n}\n".utf8))
  }

  /// The number of rows that are encoded at once, on all cores.
  private static let batchSize = 8_192

  /// Encodes rows in chunks, with the separator before each row.
  private static func encoded(_ rows: [ReportRow], startsArray: Bool) -> [[UInt8]] {
    let chunk = 512
    return concurrentMap(count: (rows.count + chunk - 1) / chunk) { number in
      var bytes: [UInt8] = []
      for place in (number * chunk)..<min(rows.count, (number + 1) * chunk) {
        bytes += separator(startsArray && place == 0)
        bytes += rows[place].json
      }
      return bytes
    }
  }

  /// The fields of the report and the start of `canaries`. The object stays open.
  private static func head(_ report: Report) -> [UInt8] {
    JSONCoding.encoded(report, pretty: true).dropLast(2) + Array(",\n  \"canaries\" : [".utf8)
  }

  private static func separator(_ isFirst: Bool) -> [UInt8] {
    Array((isFirst ? "\n    " : ",\n    ").utf8)
  }

  /// Reads a report, checks that it does not contradict itself, and passes its rows to `row`.
  ///
  /// - Parameter row: called for each canary in the file's order. With nil, for example for a gate,
  ///   the rows are neither decoded nor checked.
  package static func read(
    _ path: String, eachRow row: ((ReportRow) -> Void)? = nil
  ) throws(Problem) -> Report {
    guard !isDirectory(path) else {
      throw Problem(
        .missingInput, "is a directory, not a report", file: path,
        hint: "pass the file in it: \(path)/report.json")
    }
    let bytes = try readFile(path, limit: 1 << 31)[...]
    guard bytes.isUTF8 else { throw Problem(.badData, "is not UTF-8", file: path) }
    let parts: (head: [UInt8], rows: Range<Int>?)
    do throws(JSONError) {
      parts = try split(bytes)
    } catch {
      throw problem(error, bytes, path)
    }
    do throws(Problem) {
      let identity = try JSONCoding.decoded(Identity.self, from: parts.head)
      guard identity.format == Report.formatName else {
        throw Problem(
          .badData, "is not a report of asr-audit", field: "format",
          hint: "pass the report.json that asr-audit score wrote")
      }
      guard Report.readableVersions.contains(identity.version) else {
        throw Problem(
          .badData,
          "the report has format version \(identity.version); this version of asr-audit reads 1 to "
            + "\(Report.formatVersion)", field: "version",
          hint: "run the version of asr-audit that wrote the report, or score again")
      }
      var report = try JSONCoding.decoded(
        Report.self, from: parts.head,
        renamedKeys: VersionOneKeys.report(version: identity.version))
      if identity.version == Report.formatVersion { try checkKeys(of: report, in: parts.head) }
      report.adoptCurrentWording()
      try report.checkConsistency()
      if let row, let range = parts.rows {
        var tally = ReportRowConsistency()
        try read(bytes[range]) {
          tally.add($0)
          row($0)
        }
        try tally.check(report)
      }
      return report
    } catch {
      throw error.located(in: path)
    }
  }

  private static func problem(
    _ error: JSONError, _ bytes: ArraySlice<UInt8>, _ path: String
  ) -> Problem {
    Problem(
      .badData, "is not JSON: \(error.message)", file: path,
      line: bytes.prefix(error.offset).count { $0 == 0x0A } + 1,
      hint: "pass the report.json that asr-audit score wrote")
  }

  private static func read(
    _ bytes: ArraySlice<UInt8>, _ row: (ReportRow) -> Void
  ) throws(Problem) {
    var ranges: [Range<Int>] = []
    do throws(JSONError) {
      try JSONScanner.scan(bytes) { scanner throws(JSONError) in
        try scanner.array { scanner throws(JSONError) in ranges.append(try scanner.rawValue()) }
      }
    } catch {
      throw Problem(.badData, error.message, field: "canaries")
    }
    for (number, range) in ranges.enumerated() {
      let start = bytes.startIndex
      let line = bytes[start + range.lowerBound..<start + range.upperBound]
      do throws(Problem) {
        let decoded = try JSONCoding.decoded(ReportRow.self, from: line)
        try checkKeys(of: decoded, in: line)
        row(decoded)
      } catch {
        let field = "canaries.\(number)" + (error.field.map { ".\($0)" } ?? "")
        throw Problem(error.kind, error.message, field: field)
      }
    }
  }

  private struct Identity: Decodable {
    let format: String
    let version: Int
  }

  /// The report without its rows, and the byte range of the rows.
  private static func split(
    _ bytes: ArraySlice<UInt8>
  ) throws(JSONError) -> (head: [UInt8], rows: Range<Int>?) {
    var head = JSONWriter()
    var rows: Range<Int>?
    var keys = UniqueKeys()
    head.beginObject()
    try JSONScanner.scan(bytes) { scanner throws(JSONError) in
      try scanner.object { (key, scanner) throws(JSONError) in
        try keys.insert(key, scanner)
        let name = scanner.text(key)
        let range = try scanner.rawValueWithUniqueKeys()
        if name == "canaries" {
          rows = range
        } else {
          head.key(name)
          head.raw(bytes[range])
        }
      }
      try scanner.end()
    }
    head.endObject()
    return (head.bytes, rows)
  }
}
