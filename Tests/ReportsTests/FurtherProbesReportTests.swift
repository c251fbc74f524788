import AuditModel
import Files
import Foundation
import Reports
import Scoring
import Statistics
import TestSupport
import Testing

/// Further probes in report.json and on the page.
@Suite struct FurtherProbesReportTests {
  private func report() throws -> Report {
    var report = try ScoredAudit().report
    let repetitions = report.design.repetitions
    func json(_ value: some Encodable) -> String {
      String(decoding: JSONCoding.encoded(value, pretty: false), as: UTF8.self)
    }
    let group = json(report.speeds[0].controls)
    let gap = json(report.speeds[0].tiers[0].exactGap)
    let tiers = repetitions.map {
      """
      {"repetitions": \($0), "trained": \(group), "exact_gap": \(gap), "near_gap": \(gap),
      "character_gap": 0.5}
      """
    }.joined(separator: ",")
    let masked = ([0] + repetitions).map {
      """
      {"repetitions": \($0), "probes": 20, "hidden_words": 3, "other_canary": 2, "neither": 5,
      "unanswered": 10}
      """
    }.joined(separator: ",")
    func kind(_ family: String, _ strength: String, p: Double, _ more: String) -> String {
      """
      {"family": "\(family)", "strength": "\(strength)", "is_declared": \(family == "same"),
      "controls": \(group), "tiers": [\(tiers)],
      "test": {"observed": 3, "adjusted_p": \(p), "is_exact": false}, \(more)}
      """
    }
    let same = kind(
      "same", "unchanged", p: 0.001, #""changed_transcripts": {"hits": 1, "trials": 40}"#)
    let hidden = kind("masked", "last | word", p: 0.4, "\"masked\": [\(masked)]")
    report.furtherProbes = try JSONCoding.decoded(
      Report.ProbesResult.self,
      from: """
        {"source": "hyp2.json", "permutations": 999, "declared_families": ["same"],
        "kinds": [\(same), \(hidden)],
        "unanswered": [{"family": "noise", "strength": "10 dB"}],
        "missing": {"count": 0, "first": []}, "unknown": {"count": 0, "first": []},
        "silence": {"sounds": [{"sound": "hum", "non_empty": {"hits": 4, "trials": 20}}],
          "with_trained_canary": 1, "with_control": 0,
          "sequences": {"length": 5, "training": {"hits": 3, "trials": 4},
            "background": {"hits": 0, "trials": 4}, "fisher": 0.07, "training_utterances": 9,
            "background_utterances": 8}}}
        """.utf8)
    return report
  }

  /// Writes a report and reads it again.
  private func read(_ report: Report) throws -> Report {
    let place = try TemporaryDirectory()
    let file = try OutputFile(place("r.json"))
    let rows = try ScoredAudit().reportRows()
    try JSONReport.write(report, rows, to: { bytes throws(Problem) in try file.write(bytes) })
    try file.close()
    return try JSONReport.read(place("r.json"))
  }

  @Test func `a report with further probes reads back`() throws {
    let report = try report()
    #expect(try read(report) == report)
  }

  @Test func `the page has the kinds, the hidden words and the silence`() throws {
    var bytes: [UInt8] = []
    let audit = try ScoredAudit()
    try Rendering().render(report(), audit.reportRows(), as: .markdown) { bytes += $0 }
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("## Further probes"))
    #expect(text.contains("significantly better in 1 of 2 alterations: same, unchanged."))
    #expect(text.contains("| same | unchanged | yes | 0.001 |"))
    #expect(text.contains("| controls | 20 | 10 | 3 | 2 | 5 | 30% |"))
    #expect(text.contains("| hum | 20% (4/20) |"))
    #expect(text.contains("5 consecutive words of the training text"))
    #expect(text.contains("noise, 10 dB"))
  }

  @Test func `contradictions are refused`() throws {
    let edits: [(inout Report.ProbesResult) -> Void] = [
      { $0.kinds[1].isDeclared = true },
      { $0.kinds[0].tiers.removeLast() },
      { $0.kinds[1].masked?[0].probes = 21 },
      { $0.unanswered = [$0.kinds[0].kind] },
      { $0.kinds.append($0.kinds[0]) },
    ]
    for edit in edits {
      var report = try report()
      edit(&report.furtherProbes!)
      let error = #expect(throws: Problem.self) { try read(report) }
      #expect(error?.field == "further_probes")
    }
  }

  @Test func `the keys are those of the schema`() throws {
    let schema = try JSONSerialization.jsonObject(
      with: Data(
        contentsOf: URL(filePath: "\(packageRoot)/Fixtures/schema/report.schema.json")))
    let root = try #require(schema as? [String: Any])
    let properties = try #require(root["properties"] as? [String: Any])
    let definitions = try #require(root["$defs"] as? [String: Any])
    let encoded = try JSONSerialization.jsonObject(
      with: Data(JSONCoding.encoded(try report().furtherProbes!, pretty: false)))
    func check(_ value: Any, _ schema: Any, _ path: String) {
      guard var rule = schema as? [String: Any] else { return }
      if let name = (rule["$ref"] as? String)?.split(separator: "/").last {
        rule = definitions[String(name)] as? [String: Any] ?? [:]
      }
      if let list = value as? [Any] {
        for item in list { check(item, rule["items"] ?? [:], path) }
      }
      guard let object = value as? [String: Any] else { return }
      let known = rule["properties"] as? [String: Any] ?? [:]
      for (key, inner) in object {
        #expect(known[key] != nil, "\(path).\(key)")
        check(inner, known[key] ?? [:], "\(path).\(key)")
      }
      for key in rule["required"] as? [String] ?? [] {
        #expect(object[key] != nil, "\(path).\(key)")
      }
    }
    check(encoded, try #require(properties["further_probes"]), "further_probes")
  }
}
