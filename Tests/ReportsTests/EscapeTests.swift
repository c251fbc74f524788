import Files
import Foundation
import FoundationXML
import Reports
import Scoring
import Testing

/// Names from files in every format of a report. A viewer must not obey them: no control character, no
/// change of the writing direction, and the format's own syntax stays intact.
@Suite struct EscapeTests {
  private func rendered(
    _ name: String, as format: ReportFormat
  ) throws -> (text: String, report: Report) {
    let audit = try ScoredAudit()
    var report = audit.report
    HostileNames.put(name, into: &report)
    var rows = audit.rows.map { ReportRow($0, revealing: true) }
    for index in rows.indices {
      rows[index].id = name
      rows[index].voice = name
      rows[index].text = name
      rows[index].transcript = name
    }
    var bytes: [UInt8] = []
    try Rendering().render(report, rows, as: format) { bytes += $0 }
    return (String(decoding: bytes, as: UTF8.self), report)
  }

  /// Control characters, and those that reverse or isolate text. Marks of a direction (U+200F) reverse
  /// nothing but the punctuation beside them, and names in Arabic or Hebrew have them.
  private func isObeyed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A: false
    case 0..<0x20, 0x7F..<0xA0, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }

  @Test(arguments: ReportFormat.allCases, HostileNames.all)
  func `no name has a character that a viewer obeys`(_ format: ReportFormat, _ name: String) throws
  {
    let text = try rendered(name, as: format).text
    #expect(!text.isEmpty)
    let found = text.unicodeScalars.filter(isObeyed).map { String($0.value, radix: 16) }
    #expect(found.isEmpty, "\(found.prefix(5))")
  }

  @Test(arguments: [ReportFormat.json, .sarif], HostileNames.all)
  func `JSON keeps every name`(_ format: ReportFormat, _ name: String) throws {
    let text = try rendered(name, as: format).text
    let object = try JSONSerialization.jsonObject(with: Data(text.utf8))
    guard format == .json, let report = object as? [String: Any] else { return }
    let ledger = try #require(report["ledger"] as? [String: Any])
    #expect(
      (ledger["corpus"] as? String)?.unicodeScalars.elementsEqual(name.unicodeScalars) == true)
    #expect(report["label"] as? String == name)
  }

  @Test(arguments: HostileNames.all)
  func `XML with any name is well formed`(_ name: String) throws {
    let text = try rendered(name, as: .junit).text
    #expect(XMLParser(data: Data(text.utf8)).parse())
  }

  /// Markdown of a table row, a heading and a list stays on its line.
  @Test(arguments: HostileNames.all)
  func `Markdown has the same lines with every name`(_ name: String) throws {
    let lines = { (text: String) in text.split { $0.isNewline }.count }
    // An empty name leaves out the line of the label.
    guard !name.isEmpty else { return }
    #expect(
      try lines(rendered(name, as: .markdown).text) == lines(rendered("plain", as: .markdown).text))
  }
}
