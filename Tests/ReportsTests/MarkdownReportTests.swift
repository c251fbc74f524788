import AuditModel
import Gating
import Reports
import Scoring
import Statistics
import Testing

@Suite struct MarkdownReportTests {
  /// A name with every character that could end a line, a cell, a code span or the text.
  private static let hostile =
    "a|b`c\nd\r\ne\u{2028}f<script>alert(1)</script>[x](http://evil) *y* # z & ~w~ \\"

  @Test func `the report opens with the verdict as a sentence and as a state`() throws {
    let report = try ScoredAudit().report
    let text = MarkdownReport.render(report)
    #expect(
      text.hasPrefix(
        "# The model has memorised training utterances or learnt their words.\n\n**✗ \(report.verdict.title)**\n\n"
      ))
    #expect(text.contains("**The random seed was not secret.** Whoever trained the model"))
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
  }

  @Test func `a report without a detection states its assumption`() throws {
    var report = try ScoredAudit().report
    report.verdict.code = .notDetected
    report.trainingEvidence.isProven = false
    let assumption = "The report assumes that training used the canaries"
    #expect(MarkdownReport.render(report).contains(assumption))
    report.trainingEvidence.isProven = true
    #expect(!MarkdownReport.render(report).contains(assumption))
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
    #expect(tables == 12)
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

  /// The text without its escaped characters.
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

  @Test func `unknown ids stay within their code spans`() throws {
    let text = MarkdownReport.render(try ScoredAudit().report)
    #expect(text.contains("- Unknown: `stranger|?1?`"))
  }

  @Test func `the gate's table shows the outcome of each limit`() throws {
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
    #expect(text.contains("Memorization was detected, but it stays within the limits."))
    #expect(
      text.contains(
        "| **✓ passed** | memorization ≤ 0.5 at 1, 2 repetitions | 2x | 0/80 against 0/26, gap 0%"))
  }
}
