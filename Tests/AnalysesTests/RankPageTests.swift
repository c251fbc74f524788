import Analyses
import Foundation
import Ranking
import Reports
import Testing

@Suite struct RankPageTests {
  private func html(_ analysis: RankAnalysis, recordings: [String: AudioSample] = [:]) -> String {
    RankPage(analysis, recordings: recordings).page.html
  }

  @Test func `a ranking without planted errors says that its meaning is unknown`() throws {
    let html = try html(RankSample.analysis())
    #expect(html.contains("meaning unknown"))
    #expect(html.contains("No errors were planted"))
    #expect(!html.contains("Planted errors</h2>"))
  }

  @Test func `recall has a table and a figure`() throws {
    let html = try html(RankSample.analysis(isMeasured: true))
    #expect(!html.contains("meaning unknown"))
    #expect(html.contains("Planted errors</h2>") && html.contains("worst 1%"))
    #expect(html.contains("Recall of planted errors"))
    #expect(html.contains("planted error: one wrong word"))
  }

  @Test func `three lists of fifty have a curve for each utterance`() throws {
    let analysis = try RankSample.analysis()
    let html = html(analysis)
    for title in ["Highest cumulative loss", "Learnt late", "Never learnt"] {
      #expect(html.contains(">\(title)</h2>"))
    }
    #expect(html.components(separatedBy: "<polyline class=\"curve\"").count - 1 >= 300)
    #expect(html.contains("One sound, different texts"))
    #expect(Set(RankPage.shown(analysis)).count == RankPage.shown(analysis).count)
    #expect(RankPage.shown(analysis).count >= 50)
  }

  @Test func `a missing loss interrupts the curve`() {
    let drawing = Sparkline(
      summary: "s", values: [1, 2, nil, 4, nil], reference: [], highest: 4, label: "4")
    let card = Card(title: "t", drawing: drawing, audio: nil, lines: ["l"])
    let html = Page(
      kind: "k", title: "t", tone: .plain, lead: [.cards([card])], sections: [], footer: "f"
    ).html
    #expect(html.components(separatedBy: "<polyline class=\"curve\"").count == 2)
    #expect(html.components(separatedBy: "<circle").count == 2)
    // Two values span a quarter of the width; the value 4 is at the top.
    #expect(html.contains("points=\"46,58 112.5,42\""))
    #expect(html.contains("cx=\"245.5\" cy=\"10\""))
  }

  @Test func `recordings are embedded and allowed by the policy`() throws {
    let analysis = try RankSample.analysis()
    let sample = AudioSample(bytes: [1, 2, 3], mimeType: "audio/flac", caption: "")
    let with = html(analysis, recordings: [RankPage.shown(analysis)[0]: sample])
    #expect(with.contains("src=\"data:audio/flac;base64,AQID\""))
    #expect(with.contains("media-src data:"))
    let without = html(analysis)
    #expect(!without.contains("media-src") && !without.contains("<audio"))
  }

  @Test(arguments: [
    "<script>alert(1)</script>", "\"><svg/onload=alert(1)>", "' onmouseover='alert(1)",
    "a\"\u{301} onload=\"\u{301}x", "]]></desc></svg><p>", "&amp;&#60;",
  ])
  func `names and texts from files are escaped`(_ hostile: String) throws {
    let plain = try html(RankSample.analysis(isMeasured: true, name: { "x\($0)" }, text: "y"))
    let html = try html(
      RankSample.analysis(isMeasured: true, name: { "\(hostile)\($0)" }, text: hostile))
    func tags(_ html: String) -> [String] {
      html.matches(of: /<\/?([a-z0-9]+)/).map { String($0.output.1) }.sorted()
    }
    #expect(tags(html) == tags(plain))
    #expect(!html.contains("onload=\"") && !html.contains("onmouseover='"))
  }

  @Test func `a finished model has no curves and says so`() throws {
    let table = try RankSample.finished()
    let html = html(RankAnalysis(table))
    #expect(html.contains("The table has 1 pass."))
    #expect(!html.contains("class=\"curve\""))
    #expect(!html.contains("Learnt late"))
  }

  @Test func `the Markdown lists the utterances`() throws {
    let text = try RankPage(RankSample.analysis()).page.markdown
    #expect(text.contains("## Highest cumulative loss"))
    #expect(text.contains("  - text: "))
  }
}
