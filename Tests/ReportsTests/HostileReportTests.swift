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

  @Test(arguments: [
    ("\"alpha\"", "\"seal\" : 1, \"alpha\"", "seal"),
    ("\"trials\" :", "\"retrials\" : 3, \"trials\" :", "retrials"),
    ("\"voice\":", "\"mark\":\"x\",\"voice\":", "canaries.0.mark"),
  ])
  func `an unknown key is refused`(_ find: String, _ replace: String, _ field: String) throws {
    let problem = #expect(throws: Problem.self) { try read(find, replace) }
    #expect(problem?.message == "unknown key" && problem?.field?.hasSuffix(field) == true)
  }

  @Test func `an unknown key whose value is null is read`() throws {
    _ = try read("\"voice\":", "\"mark\":null,\"voice\":")
  }

  /// Numbers outside the range of their key, of which some would trap where they are drawn.
  @Test(arguments: [
    ("p_value", "1.5"), ("p_value", "-0.1"), ("holm", "1e30"), ("adjusted_p", "2"),
    ("estimate", "-1e30"), ("character_gap", "1e300"), ("word_gap", "-1.5"),
    ("mean_character_accuracy", "-1e30"), ("mean_word_accuracy", "1.01"), ("auc", "7"),
    ("fisher", "-1"), ("fisher_holm", "9"), ("controls_upper_bound", "1e19"),
    ("smallest_detectable", "-3"), ("mann_whitney", "1e30"), ("smallest_attainable", "-1"),
    ("alpha", "1e30"), ("share", "-1"), ("level", "1e30"), ("false_positive_rate", "-1e30"),
    ("true_positive_rate", "1e30"),
  ])
  func `a number outside its range is refused by its key`(_ key: String, _ number: String) throws {
    let golden = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Fixtures/Golden/report.json")
    let text = try String(contentsOf: golden, encoding: .utf8)
    let find = try Regex("\"\(key)\"( ?): -?[0-9][0-9.e+-]*")
    let changed = text.replacing(find, with: "\"\(key)\": \(number)")
    #expect(changed != text, "the recorded report has no \(key)")
    let path = try directory.write("report.json", changed)
    let problem = #expect(throws: Problem.self) { _ = try JSONReport.read(path) { _ in } }
    #expect(problem?.kind == .badData)
    #expect(problem?.field != nil)
  }

  @Test(arguments: [
    ("\"version\" : ", "\"version\" : 2, \"version\" : "),
    ("\"code\" : ", "\"code\" : \"not_detected\", \"code\" : "),
    ("\"role\": ", "\"role\": \"tracer\", \"role\": "),
  ])
  func `a key that occurs twice is refused`(_ find: String, _ replace: String) throws {
    let problem = #expect(throws: Problem.self) { try read(find, replace) }
    #expect(problem?.message.contains("occurs twice") == true)
    #expect(problem?.line != nil)
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
