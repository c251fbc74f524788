import Files
import Foundation
import Gating
import Reports
import TestSupport
import Testing

/// Compares the renderings of one audit with recorded files. `RECORD_GOLDEN=1 swift test --filter
/// GoldenTests` records them again and fails, so that a recording run is never taken for a test.
@Suite struct GoldenTests {
  static let fixtures = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures").path

  private func expect(_ bytes: [UInt8], equals name: String) throws {
    let path = "\(Self.fixtures)/Golden/\(name)"
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] == "1" {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      Issue.record("recorded \(path); review it, then run without RECORD_GOLDEN")
      return
    }
    let golden = try readFile(path)
    if bytes == golden { return }
    let (new, old) = (
      String(decoding: bytes, as: UTF8.self), String(decoding: golden, as: UTF8.self)
    )
    for (number, pair) in zip(new.split(separator: "\n"), old.split(separator: "\n")).enumerated()
    where pair.0 != pair.1 {
      Issue.record("\(name), line \(number + 1) with text:\n- \(pair.1)\n+ \(pair.0)")
      return
    }
    Issue.record("\(name) has \(bytes.count) bytes, not \(golden.count)")
  }

  @Test func `report.json equals the recorded file`() throws {
    try expect(ScoredAudit().rendered(.json), equals: "report.json")
  }

  @Test(arguments: [
    (ReportFormat.markdown, "report.md"), (.html, "report.html"), (.junit, "report.junit.xml"),
    (.sarif, "report.sarif"),
  ])
  func `the renderings equal the recorded files`(_ format: ReportFormat, _ name: String) throws {
    var rendering = Rendering()
    rendering.hasEDPBMapping = true
    try expect(ScoredAudit().rendered(format, rendering), equals: name)
  }

  @Test func `the recorded report can be read and judged`() throws {
    let report = try JSONReport.read("\(Self.fixtures)/Golden/report.json")
    #expect(try report == ScoredAudit().report)
    _ = try Gate(file: nil, report: report).judge(report)
  }

  @Test func `the recorded report conforms to its schema`() throws {
    guard try python(["-c", "import jsonschema"]) == 0 else {
      print("skipped: python3 has no jsonschema, so the report was not validated")
      return
    }
    let schema = "\(Self.fixtures)/schema/report.schema.json"
    let golden = "\(Self.fixtures)/Golden/report.json"
    #expect(try python(["-m", "jsonschema", "-i", golden, schema]) == 0)
    // The schema must refuse a report without a verdict.
    let directory = try TemporaryDirectory()
    let text = String(decoding: try readFile(golden), as: UTF8.self)
    let broken = try directory.write("broken.json", text.replacing("\"verdict\"", with: "\"x\""))
    #expect(try python(["-m", "jsonschema", "-i", broken, schema]) != 0)
  }

  private func python(_ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }
}
