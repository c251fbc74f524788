import Files
import Foundation
import Gating
import Randomness
import Reports
import TestSupport
import Testing

@Suite struct JSONReportTests {
  private let directory: TemporaryDirectory
  private let audit: ScoredAudit

  init() throws {
    directory = try TemporaryDirectory()
    audit = try ScoredAudit()
  }

  private func written(
    _ name: String = "report.json", revealing: Bool = false
  ) throws -> String {
    var bytes: [UInt8] = []
    try JSONReport.write(audit.report, audit.reportRows(revealing: revealing)) { bytes += $0 }
    try directory.write(name, bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [false, true])
  func `a report is read as it was written, with its rows and without`(revealing: Bool) throws {
    _ = try written(revealing: revealing)
    #expect(try JSONReport.read(directory("report.json")) == audit.report)
    var rows: [ReportRow] = []
    #expect(try JSONReport.read(directory("report.json")) { rows.append($0) } == audit.report)
    #expect(rows == audit.reportRows(revealing: revealing))
  }

  @Test func `an invalid row is named in the error`() throws {
    let text = try written().replacing("\"role\": \"control\"", with: "\"role\": \"guest\"")
    let path = try directory.write("guest.json", text)
    let first = try #require(audit.rows.firstIndex { $0.canary.role == .control })
    let problem = #expect(throws: Problem.self) { try JSONReport.read(path) { _ in } }
    #expect(problem?.kind == .badData)
    #expect(problem?.field?.hasPrefix("canaries.\(first).role") == true)
    // A reader that does not ask for rows does not decode them.
    #expect(try JSONReport.read(path) == audit.report)
  }

  @Test func `the whole file is one JSON object with a row for every canary`() throws {
    let text = try written()
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let rows = try #require(object["canaries"] as? [[String: Any]])
    #expect(rows.count == audit.rows.count)
    for (row, expected) in zip(rows, audit.rows) {
      #expect(row["id"] as? String == expected.canary.probeID)
      #expect(row["role"] as? String == expected.canary.role.rawValue)
      #expect(row["exact"] as? Bool == expected.score?.isExact)
      #expect(row["exposure"] as? Double == expected.exposure)
      #expect(row["text"] == nil && row["transcript"] == nil)
    }
  }

  @Test func `a report without canaries is valid JSON`() throws {
    var bytes: [UInt8] = []
    try JSONReport.write(audit.report, []) { bytes += $0 }
    try directory.write("empty.json", bytes)
    #expect(try JSONReport.read(directory("empty.json")) == audit.report)
  }

  @Test func `a report has texts only if they are revealed`() throws {
    let json = try written()
    let markdown = MarkdownReport.render(audit.report)
    let revealed = try written("revealed.json", revealing: true)
    for row in audit.rows {
      #expect(!json.contains(row.canary.text))
      #expect(!markdown.contains(row.canary.text))
      #expect(revealed.contains(row.canary.text))
    }
    #expect(!json.contains("hear say") && !markdown.contains("hear say"))
    #expect(revealed.contains("hear say"))
    #expect(!json.contains(ScoredAudit.ledger.header.seed))
  }

  @Test func `an unsupported version is named in the error`() throws {
    let text = try written().replacing("\"version\" : 2", with: "\"version\" : 3")
    let path = try directory.write("future.json", text)
    let problem = #expect(throws: Problem.self) { try JSONReport.read(path) }
    #expect(problem?.field == "version")
    #expect(problem?.message.contains("version 3") == true)
    #expect(problem?.file == path)
  }

  @Test(arguments: [
    "", "[]", "null", "{}", "{\"format\": \"asr-audit ledger\", \"version\": 1}",
    "{\"canaries\": [",
    "{\"format\": \"asr-audit report\", \"version\": 1}", "{\"format\": 1}",
    "{\"format\": \"asr-audit report\", \"version\": \"1\"}", "{}{}",
  ])
  func `other files are refused with the file's name`(text: String) throws {
    let path = try directory.write("foreign.json", text)
    let problem = #expect(throws: Problem.self) { try JSONReport.read(path) }
    #expect(problem?.kind == .badData)
    #expect(problem?.file == path)
  }

  @Test func `a field that a later version may have added is refused by its name`() throws {
    let text = try written().replacing(
      "\"format\" :", with: "\"news\" : {\"a\": [1]},\n  \"format\" :")
    let path = try directory.write("later.json", text)
    let problem = #expect(throws: Problem.self) { try JSONReport.read(path) }
    #expect(problem?.message == "unknown key" && problem?.field?.hasSuffix("news") == true)
    #expect(problem?.hint?.contains("later version") == true)
  }

  @Test func `a mutated report gives an error or can be judged and rendered`() throws {
    let bytes = Array(try written().utf8)
    let pieces = ["0", "9", "-", "e9", "1e308", ",", "{", "]", "\"", "null", "99999999999999999"]
    var random = Seed(short: 1).stream("mutations")
    for _ in 0..<1_500 {
      var mutant = bytes
      for _ in 0..<(1 + random.below(3)) {
        // Only the head is changed: most of the file is rows, which this test does not read.
        let start = random.below(min(mutant.count, 9_000))
        let end = min(mutant.count, start + random.below(5))
        mutant.replaceSubrange(start..<end, with: Array(random.pick(pieces).utf8))
      }
      let path = try directory.write("mutant.json", mutant)
      guard let report = try? JSONReport.read(path) else { continue }
      var judged = report
      judged.gateResult = try? Gate(file: nil, report: report).judge(report)
      _ = MarkdownReport.render(judged, hasEDPBMapping: true)
      _ = JUnitReport.render(judged)
      _ = try SARIFReport.render(judged)
      _ = HTMLReport.render(judged, CanarySample(), hasEDPBMapping: true)
    }
  }
}
