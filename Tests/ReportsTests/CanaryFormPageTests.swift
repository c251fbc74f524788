import Reports
import Scoring
import Testing

@Suite struct CanaryFormPageTests {
  @Test(arguments: CanaryForm.allCases)
  func `a report names the form in which canaries are compared`(_ form: CanaryForm) throws {
    var report = try ScoredAudit().report
    report.transcripts.canaryForm = form.label
    let text = MarkdownReport.render(report)
    if let label = form.label {
      #expect(text.contains("Canaries are compared as \(label): "))
    } else {
      #expect(!text.contains("Canaries are compared as"))
    }
    let hasShortCanaries = form == .digits || form == .letters
    #expect(text.contains("one error in five or more characters") == hasShortCanaries)
  }
}
