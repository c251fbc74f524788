import Files
import Foundation
import Reports
import Scoring
import TestSupport
import Testing

/// A report comes from a file, so whoever judges it has not necessarily written it.
@Suite struct HostileReportTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// The golden report with one value put in another's place.
  private func read(_ find: String, _ replace: String) throws -> Report {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/Golden/report.json")
    let text = try String(contentsOf: golden, encoding: .utf8)
    #expect(text.contains(find), "the golden report does not say \(find)")
    let path = directory("report.json")
    try text.replacing(find, with: replace).write(toFile: path, atomically: true, encoding: .utf8)
    return try JSONReport.read(path) { _ in }
  }

  @Test func `the golden report itself is read`() throws {
    _ = try read("asr-audit report", "asr-audit report")
  }

  @Test func `counts that would overflow are refused`() throws {
    let problem = #expect(throws: Problem.self) {
      try read("\"trials\" : ", "\"trials\" : 922337203685477")
    }
    #expect(problem?.kind == .badData)
  }

  @Test func `a design that contradicts itself is refused`() throws {
    let problem = #expect(throws: Problem.self) {
      try read("\"allocation\" : [", "\"allocation\" : [9, 9, ")
    }
    #expect(problem?.kind == .badData)
    #expect(problem?.field == "design")
  }

  @Test(arguments: ["exact", "near"])
  func `rows that are not those of the tables are refused`(_ key: String) throws {
    let problem = #expect(throws: Problem.self) {
      try read("\"\(key)\": true", "\"\(key)\": false")
    }
    #expect(problem?.field == "canaries")
    #expect(problem?.message.contains("not those that the table counts") == true)
  }
}
