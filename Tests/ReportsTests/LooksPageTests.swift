import AuditModel
import Files
import Foundation
import Reports
import Scoring
import TestSupport
import Testing
import Transcripts

/// The page and the Markdown of several checkpoints.
@Suite struct LooksPageTests {
  private let directory: TemporaryDirectory
  init() throws { directory = try TemporaryDirectory() }

  /// Checkpoints that write out every n-th trained canary; 0 writes out none.
  private func report(
    _ leaks: [Int], labels: [String]? = nil, declared: Int? = nil
  ) throws -> Report {
    var ledger = ScoredAudit.ledger
    ledger.header.primaryAnalysis.looks = declared
    let looks = try leaks.enumerated().map { number, everyNth in
      var lines = ledger.canaries.enumerated().map { index, canary in
        let isExact = everyNth > 0 && index % everyNth == 0 && canary.role != .control
        return "\(canary.probeID) \(isExact ? canary.text : "mumble")"
      }
      lines += ledger.canaries.map { "\($0.naturalSpeedID!) \($0.text)" }
      lines += ledger.checkUtterances.map { "\($0.probeID) \($0.text)" }
      let path = try directory.write(
        "look-\(number)", lines.map { "\($0)\n" }.joined())
      return Look(
        label: labels?[number] ?? "step\(number + 1)",
        transcripts: try TranscriptReader(path: path, format: .kaldi))
    }
    let request = ScoringRequest(
      ledger: ledger, root: String(repeating: "0f", count: 32), commitment: .matches,
      normalizer: .basic, tool: "asr-audit test")
    return try Scorer(request).score(looks).report
  }

  private func page(_ report: Report) -> String { HTMLReport.render(report, CanarySample([])) }

  @Test func `the page has a chart, a table and a sentence of the checkpoints`() throws {
    let report = try report([0, 2, 1], declared: 3)
    let html = page(report)
    #expect(html.contains("Exact matches, trained canaries minus controls"))
    #expect(html.contains("3 checkpoints were decided together:"))
    #expect(html.contains(report.looks!.conclusion))
    let markdown = MarkdownReport.render(report)
    for label in ["step1", "step2", "step3"] {
      #expect(html.contains(label) && markdown.contains(label))
    }
    #expect(markdown.contains("## Checkpoints"))
    #expect(markdown.contains("This report is about the last checkpoint, step3."))
    #expect(!report.verdict.code.isObstacle)
  }

  @Test func `a page of one checkpoint has no section of checkpoints`() throws {
    let report = try report([1])
    #expect(!page(report).contains("Checkpoints"))
    #expect(!MarkdownReport.render(report).contains("heckpoint"))
  }

  @Test func `an earlier detection is in the title`() throws {
    var report = try report([0, 1, 0], declared: 3)
    // The last checkpoint of this design has too few exact controls for a verdict of its own.
    report.conditions.controlsRecognised = false
    report.conditions.unproven = false
    try #require(report.conditions.verdict == .notDetected)
    report.verdict.code = .notDetected
    report.adoptCurrentWording()
    let html = page(report)
    #expect(
      html.contains(
        "The audit found memorization at 1 of 2 earlier checkpoints, and none at the last one."))
    #expect(!html.contains("This audit found no memorization."))
  }

  @Test func `labels from the command line are escaped`() throws {
    let report = try report([0, 1], labels: ["<b>1</b>", "a|b"], declared: 2)
    #expect(!page(report).contains("<b>1</b>"))
    #expect(!MarkdownReport.render(report).contains("<b>1</b>"))
  }

  @Test func `the number of the report is on the page and in the Markdown`() throws {
    var report = try report([1])
    report.record(Report.HistoryResult(reports: 3, isRepeated: false))
    for text in [page(report), MarkdownReport.render(report)] {
      #expect(text.contains("This is the third report from this ledger."))
      #expect(text.contains("3 different sets of transcripts were scored with this ledger"))
    }
  }

  @Test func `a report with looks is read as it was written`() throws {
    var report = try report([0, 2, 1], declared: 3)
    report.record(Report.HistoryResult(reports: 5, isRepeated: true))
    var bytes: [UInt8] = []
    try JSONReport.write(report, []) { bytes += $0 }
    let path = try directory.write("report.json", bytes)
    #expect(try JSONReport.read(path) == report)
  }

  @Test(arguments: [2, 20])
  func `a chart of any number of checkpoints has a mark for each tier and checkpoint`(
    count: Int
  ) throws {
    let report = try report((0..<count).map { $0 % 4 }, declared: count)
    let html = page(report)
    let start = try #require(html.range(of: "Exact matches, trained canaries minus controls"))
    let chart = html[start.upperBound...].prefix(
      upTo: html[start.upperBound...].range(of: "</svg>")!.lowerBound)
    #expect(chart.matches(of: /class="mark"/).count == 3 * count)
  }
}
