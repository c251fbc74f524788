import Files
import Foundation
import Reports
import Scoring
import Testing

@Suite struct SARIFReportTests {
  private struct Log: Decodable {
    struct Text: Decodable { let text: String }
    struct Rule: Decodable {
      let id: String
      let shortDescription: Text
    }
    struct Driver: Decodable {
      let name: String
      let version: String
      let rules: [Rule]
    }
    struct Tool: Decodable { let driver: Driver }
    struct Artifact: Decodable {
      let uri: String
      let uriBaseId: String
    }
    struct Region: Decodable { let startLine: Int }
    struct Physical: Decodable {
      let artifactLocation: Artifact
      let region: Region
    }
    struct Location: Decodable { let physicalLocation: Physical }
    struct Suppression: Decodable {
      let kind: String
      let justification: String
    }
    struct Result: Decodable {
      let ruleId: String
      let ruleIndex: Int
      let level: String
      let message: Text
      let locations: [Location]
      let partialFingerprints: [String: String]
      let suppressions: [Suppression]?
    }
    struct Run: Decodable {
      let tool: Tool
      let results: [Result]
    }
    let version: String
    let runs: [Run]
  }

  /// Decodes the log. Required properties are not optional above, so decoding checks them.
  private func log(_ report: Report, location: String = "asr-audit.yml") throws -> Log.Run {
    let text = try SARIFReport.render(report, location: location)
    let log = try JSONDecoder().decode(Log.self, from: Data(text.utf8))
    #expect(log.version == "2.1.0")
    #expect(log.runs.count == 1)
    return log.runs[0]
  }

  @Test func `each assertion that did not pass is a result with a known rule and a location`()
    throws
  {
    let run = try log(Judged.report(hits: 40))
    #expect(run.results.map(\.level) == ["error", "note"])
    let ids = run.tool.driver.rules.map(\.id)
    #expect(Set(ids).count == ids.count)
    for result in run.results {
      #expect(ids[result.ruleIndex] == result.ruleId)
      #expect(result.locations.count == 1)
      #expect(result.locations[0].physicalLocation.artifactLocation.uri == "asr-audit.yml")
      #expect(result.locations[0].physicalLocation.region.startLine >= 1)
      #expect(result.partialFingerprints.count == 1)
    }
    #expect(try log(Judged.report(hits: 0)).results.isEmpty)
  }

  @Test func `an inconclusive judgement is a warning`() throws {
    let run = try log(ScoredAudit().report)
    #expect(run.results.map(\.level) == ["warning"])
    #expect(run.results[0].message.text.contains("inconclusive"))
  }

  @Test func `fingerprints depend on the assertion alone`() throws {
    let prints = { (report: Report) in try log(report).results.map(\.partialFingerprints) }
    let first = try prints(Judged.report(hits: 40))
    #expect(first.count == 2 && first[0] != first[1])
    #expect(try prints(Judged.report(hits: 39, max: 0.35)) == first)
  }

  @Test func `a waived failure is suppressed with its reason`() throws {
    for reason in HostileNames.all where !reason.isEmpty {
      let run = try log(Judged.report(hits: 40, waived: reason))
      #expect(run.results[0].suppressions?.count == 1)
      #expect(run.results[0].suppressions?[0].justification.hasSuffix(reason) == true)
    }
  }

  @Test func `without a gate a detection is a result`() throws {
    var report = try ScoredAudit().report
    report.gateResult = nil
    #expect(try log(report).results.map(\.ruleId) == ["asr-audit/verdict"])
    report.verdict.code = .notDetected
    #expect(try log(report).results.isEmpty)
  }

  @Test func `a location is a path within the repository`() throws {
    let report = try Judged.report(hits: 40)
    let run = try log(report, location: "ci/my gate: é.yml")
    let uri = run.results[0].locations[0].physicalLocation.artifactLocation.uri
    #expect(uri == "ci/my%20gate%3A%20%C3%A9.yml")
    for outside in ["/etc/passwd", "../x.yml", "a/../../b", "", "a//b"] {
      let problem = #expect(throws: Problem.self) {
        try SARIFReport.render(report, location: outside)
      }
      #expect(problem?.kind == .usage)
    }
  }
}
