import AuditModel
import Foundation
import FoundationXML
import Reports
import Testing

@Suite struct JUnitReportTests {
  @Test func `each judgement is a case, and the counts are those of the cases`() throws {
    let report = try ScoredAudit().report
    let suite = try JUnitSuite(JUnitReport.render(report))
    #expect(suite.cases.count == report.gateResult?.judgements.count)
    #expect(suite.counts == suite.counted)
    #expect(
      suite.cases.map(\.name) == [
        "memorization, 1, 2 repetitions, 2x", "memorization, 4 repetitions, 2x",
      ])
  }

  @Test func `a failed judgement is a failure and a passed one has no mark`() throws {
    let suite = try JUnitSuite(JUnitReport.render(Judged.report(hits: 40)))
    #expect(suite.cases.map(\.mark) == ["failure", "skipped"])
    #expect(suite.cases[0].type == "memorization")
    #expect(suite.cases[0].message.contains("above the limit of 40%"))
    #expect(suite.cases[1].message.hasPrefix("warning only: "))
    #expect(
      try JUnitSuite(JUnitReport.render(Judged.report(hits: 0))).cases.allSatisfy { $0.mark == nil }
    )
  }

  @Test func `an inconclusive judgement fails unless that is allowed`() throws {
    let report = try ScoredAudit().report
    #expect(report.gateResult?.overall == .inconclusive)
    let strict = try JUnitSuite(JUnitReport.render(report))
    #expect(strict.cases[0].mark == "failure" && strict.cases[0].type == "inconclusive")
    let lenient = try JUnitSuite(JUnitReport.render(report, allowsInconclusive: true))
    #expect(lenient.cases[0].mark == "skipped")
    #expect(lenient.counts == lenient.counted && lenient.counts.failures == 0)
  }

  @Test func `a waived failure is skipped, and an expired waiver fails`() throws {
    let waived = try JUnitSuite(
      JUnitReport.render(Judged.report(hits: 40, waived: "until we retrain")))
    #expect(waived.cases[0].mark == "skipped")
    #expect(waived.cases[0].message.contains("until we retrain"))
    let late = try JUnitSuite(
      JUnitReport.render(Judged.report(hits: 0, waived: "too late", on: "2030-01-01")))
    #expect(late.cases.last?.mark == "failure")
    #expect(late.cases.last?.type == "expired-waiver")
  }

  @Test func `without a gate the only case is the verdict`() throws {
    var report = try ScoredAudit().report
    report.gateResult = nil
    let found = try JUnitSuite(JUnitReport.render(report))
    #expect(found.cases.count == 1 && found.cases[0].mark == "failure")
    report.verdict.code = .notDetected
    #expect(try JUnitSuite(JUnitReport.render(report)).cases[0].mark == nil)
    report.verdict.code = .decoder
    #expect(try JUnitSuite(JUnitReport.render(report)).cases[0].type == "inconclusive")
  }

  @Test func `names do not change with figures or limits`() throws {
    let names = try [0, 40].map { hits in
      try JUnitSuite(JUnitReport.render(Judged.report(hits: hits))).cases.map(\.name)
    }
    #expect(names[0] == names[1])
    let tighter = try JUnitSuite(JUnitReport.render(Judged.report(hits: 0, max: 0.3)))
    #expect(tighter.cases.map(\.name) == names[0])
  }

  @Test(arguments: HostileNames.all.filter { !$0.isEmpty })
  func `any reason makes well-formed XML`(_ reason: String) throws {
    let text = try JUnitReport.render(Judged.report(hits: 40, waived: reason))
    let suite = try JUnitSuite(text)
    #expect(suite.cases.count == 2)
    #expect(suite.cases[0].message.contains(visible(reason)))
  }

  /// The reason as it is rendered: line breaks are spaces, and control characters are U+FFFD.
  private func visible(_ reason: String) -> String {
    var text = ""
    for scalar in reason.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control where "\t\n\r".unicodeScalars.contains(scalar), .lineSeparator: text += " "
      case .control: text += "\u{FFFD}"
      default:
        let isForbidden = [0x202E, 0x2066, 0xFFFE].contains(scalar.value)
        text.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
      }
    }
    return text
  }
}

/// A JUnit file, parsed as a CI server parses it.
private final class JUnitSuite: NSObject, XMLParserDelegate {
  struct Case {
    var name: String
    var mark: String?
    var type = ""
    var message = ""
  }

  struct Counts: Equatable {
    var tests: Int
    var failures: Int
    var skipped: Int
  }

  private(set) var cases: [Case] = []
  private(set) var counts = Counts(tests: -1, failures: -1, skipped: -1)

  var counted: Counts {
    Counts(
      tests: cases.count, failures: cases.count { $0.mark == "failure" },
      skipped: cases.count { $0.mark == "skipped" })
  }

  init(_ text: String) throws {
    super.init()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = self
    try #require(parser.parse(), "\(String(describing: parser.parserError))\n\(text)")
  }

  func parser(
    _ parser: XMLParser, didStartElement element: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    switch element {
    case "testsuite":
      counts = Counts(
        tests: Int(attributes["tests"] ?? "") ?? -1,
        failures: Int(attributes["failures"] ?? "") ?? -1,
        skipped: Int(attributes["skipped"] ?? "") ?? -1)
    case "testcase": cases.append(Case(name: attributes["name"] ?? ""))
    case "failure", "skipped":
      cases[cases.count - 1].mark = element
      cases[cases.count - 1].type = attributes["type"] ?? ""
      cases[cases.count - 1].message = attributes["message"] ?? ""
    default: break
    }
  }
}
