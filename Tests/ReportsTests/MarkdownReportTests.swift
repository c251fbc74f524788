import AuditModel
import Gating
import Reports
import Scoring
import Statistics
import Testing

@Suite struct MarkdownReportTests {
  /// A name with everything that could end a line, a cell, a code span or the text itself.
  private static let hostile =
    "a|b`c\nd\r\ne\u{2028}f<script>alert(1)</script>[x](http://evil) *y* # z & ~w~ \\"

  @Test func `the verdict is the title`() throws {
    let report = try ScoredAudit().report
    let text = MarkdownReport.render(report)
    #expect(text.hasPrefix("# \(report.verdict.title)\n\n"))
    #expect(text.contains("**Seed not secret.**"))
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
  }

  @Test func `an assumption opens a report that found nothing`() throws {
    var report = try ScoredAudit().report
    report.verdict.code = .notDetected
    report.trainingEvidence.isProven = false
    #expect(
      MarkdownReport.render(report)
        .contains("*Assuming that training used the canaries.*"))
    report.trainingEvidence.isProven = true
    #expect(!MarkdownReport.render(report).contains("*Assuming"))
  }

  @Test func `a report without figures has no tables`() throws {
    var report = try ScoredAudit().report
    report.speeds = []
    report.primaryAnalysis = nil
    report.gateResult = nil
    report.whiteBox = nil
    report.calibration = nil
    #expect(!MarkdownReport.render(report).contains("| --- |"))
  }

  @Test func `every table has as many cells in each row as in its head`() throws {
    var report = try ScoredAudit().report
    report.ledger.corpus = Self.hostile
    report.ledger.vocabulary = Self.hostile
    let lines = MarkdownReport.render(report).split(
      separator: "\n", omittingEmptySubsequences: false)
    var columns: Int?
    var tables = 0
    for line in lines {
      guard line.hasPrefix("|") else {
        columns = nil
        continue
      }
      let cells = line.replacing("\\|", with: "").count { $0 == "|" }
      if columns == nil { tables += 1 }
      #expect(cells == columns ?? cells, "\(line)")
      columns = cells
    }
    #expect(tables == 9)
  }

  @Test func `names from files stay names`() throws {
    let plain = try ScoredAudit().report
    var report = plain
    report.ledger.corpus = Self.hostile
    report.ledger.synthesizer = Self.hostile
    report.ledger.vocabulary = Self.hostile
    report.transcripts.decision = Self.hostile
    let text = MarkdownReport.render(report)
    let lines = { (text: String) in text.split { $0.isNewline }.count }
    #expect(lines(text) == lines(MarkdownReport.render(plain)))
    for markup in ["<script", "[x]", " *y*", "~w~", "b`c"] {
      #expect(text.contains("\\" + markup) || !text.contains(markup))
      #expect(!unescaped(text).contains(markup), "\(markup)")
    }
  }

  /// What is left where every escaped character is taken out.
  private func unescaped(_ text: String) -> String {
    var result = ""
    var isEscaped = false
    for character in text {
      if isEscaped {
        isEscaped = false
      } else if character == "\\" {
        isEscaped = true
      } else {
        result.append(character)
      }
    }
    return result
  }

  @Test func `unknown names cannot leave their code span`() throws {
    let text = MarkdownReport.render(try ScoredAudit().report)
    #expect(text.contains("- unknown: `stranger|?1?`"))
  }

  @Test func `the gate's table says what a limit decided`() throws {
    var report = try ScoredAudit().report
    report.conditions = Conditions()
    report.verdict.code = .detectedPartial
    report.gate = [GateLimit(max: 0.5, repetitions: [1, 2])]
    for tier in report.speeds[0].tiers.indices {
      report.speeds[0].tiers[tier].trained.exact = Proportion(hits: 0, trials: 40)
    }
    report.gateResult = try Gate(file: nil, report: report).judge(report)
    let text = MarkdownReport.render(report)
    #expect(text.contains("\n## Gate: passed\n"))
    #expect(text.contains("Memorization was detected, and stays within the limits."))
    #expect(
      text.contains(
        "| **passed** | memorization ≤ 0.5 at 1, 2 copies | 2x | 0/80 against 0/26, gap 0%"))
  }
}
