import Files
import Foundation
import Reports
import Scoring
import TestSupport
import Testing

/// Edited reports. A gate reads reports that other people may have written.
@Suite struct HostileReportTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// Reads the recorded report after replacing one string by another.
  private func read(_ find: String, _ replace: String) throws -> Report {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/Golden/report.json")
    let text = try String(contentsOf: golden, encoding: .utf8)
    #expect(text.contains(find), "the recorded report does not contain \(find)")
    let path = directory("report.json")
    try text.replacing(find, with: replace).write(toFile: path, atomically: true, encoding: .utf8)
    return try JSONReport.read(path) { _ in }
  }

  @Test func `the recorded report itself is read`() throws {
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
  func `rows that do not add up to the tables are refused`(_ key: String) throws {
    let problem = #expect(throws: Problem.self) {
      try read("\"\(key)\": true", "\"\(key)\": false")
    }
    #expect(problem?.field == "canaries")
    #expect(problem?.message.contains("do not add up to the counts of the table") == true)
  }
}
