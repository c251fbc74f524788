import Files
import Scoring

/// Unknown keys are errors: a report that states more than this program reads could be misjudged.
/// Reports of format version 1 have other keys and are not checked.
extension JSONReport {
  static func checkKeys(of report: Report, in head: [UInt8]) throws(Problem) {
    let known = JSONCoding.encoded(report, pretty: false)
    if let key = JSONCoding.unknownKey(in: head, knownFrom: known) {
      throw unknown(key, hint: "was the report edited, or written by a later version of asr-audit?")
    }
  }

  static func checkKeys(of row: ReportRow, in line: ArraySlice<UInt8>) throws(Problem) {
    let additional: Set<String>
    do throws(JSONError) {
      additional = try keys(in: line).subtracting(keys(in: row.json[...]))
    } catch {
      throw Problem(.badData, error.message, field: error.field)
    }
    if let key = additional.min() { throw unknown(key) }
  }

  /// The keys of an object whose values are not null.
  private static func keys(in object: ArraySlice<UInt8>) throws(JSONError) -> Set<String> {
    var found: Set<String> = []
    try JSONScanner.scan(object) { scanner throws(JSONError) in
      try scanner.object { (key, scanner) throws(JSONError) in
        let name = scanner.text(key)
        let value = try scanner.rawValue()
        if !object[object.startIndex + value.lowerBound..<object.startIndex + value.upperBound]
          .elementsEqual("null".utf8)
        {
          found.insert(name)
        }
      }
    }
    return found
  }

  private static func unknown(_ key: String, hint: Hint? = nil) -> Problem {
    Problem(.badData, "unknown key", field: key.printable, hint: hint)
  }
}
