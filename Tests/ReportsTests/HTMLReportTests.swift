import Files
import Foundation
import Reports
import Scoring
import TestSupport
import Testing

@Suite struct HTMLReportTests {
  private func html(
    _ change: (inout Report) -> Void = { _ in }, revealing: Bool = false
  ) throws -> String {
    let audit = try ScoredAudit()
    var report = audit.report
    change(&report)
    return HTMLReport.render(
      report, CanarySample(audit.reportRows(revealing: revealing)), hasEDPBMapping: true)
  }

  @Test func `the verdict is a sentence and a state with colour, symbol and word`() throws {
    let page = try html()
    #expect(
      page.contains("<h1>The model has memorised training utterances or learnt their words.</h1>"))
    #expect(
      page.contains("<span class=\"state alarm\">✗ Memorization detected: verbatim</span>"))
    #expect(page.contains("<header class=\"alarm\">"))
    let open = try html {
      $0.verdict.code = .controlsRecognised
      $0.verdict.title = Verdict.controlsRecognised.title
    }
    #expect(open.contains("<header class=\"unclear\">"))
    #expect(open.contains("<span class=\"state unclear\">? Not measurable"))
  }

  @Test func `the head names the model and the day of the scoring`() throws {
    let page = try html {
      $0.label = "conformer-l, step 40000"
      $0.date = CalendarDate("2026-11-28")
    }
    #expect(
      page.contains("asr-audit report: model <bdi>conformer-l, step 40000</bdi>, corpus <bdi>train")
    )
    #expect(page.contains("scored on 2026-11-28"))
  }

  @Test func `the reasons of a mismatch are on the first screen`() throws {
    let page = try html {
      $0.verdict.code = .mismatch
      $0.mismatches = ["The commitment belongs to another ledger."]
    }
    #expect(page.contains("The commitment belongs to another ledger."))
  }

  @Test func `an exploratory report says so and never has the tone of a clean result`() throws {
    let page = try html {
      $0.verdict.code = .notDetected
      $0.exploratory = ["left out"]
    }
    #expect(page.contains("<strong>Exploratory:</strong> left out."))
    #expect(page.contains("<header class=\"unclear\">"))
  }

  @Test func `a page loads nothing from anywhere`() throws {
    let page = try html()
    for reference in ["src=", "href=\"h", "url(", "@import", "http:", "https:", "<link", "<img"] {
      #expect(!page.contains(reference), "\(reference)")
    }
    // Every link leads to a section of the page.
    let links = page.matches(of: /href="#([^"]+)"/).map(\.1)
    #expect(links.count > 5)
    for link in links { #expect(page.contains("<section id=\"\(link)\"")) }
  }

  @Test func `the policy names the hashes of the page's style sheet and script`() throws {
    let page = try html().replacing("&#39;", with: "'")
    for (directive, element) in [("style-src", "style"), ("script-src", "script")] {
      let start = try #require(page.range(of: "<\(element)>")?.upperBound)
      let end = try #require(page.range(of: "</\(element)>")?.lowerBound)
      let block = Array(page[start..<end].utf8)
      let directory = try TemporaryDirectory()
      let file = try directory.write("block", block)
      let digest = try runCommand(
        "sh", ["-c", "openssl dgst -sha256 -binary \"$0\" | openssl base64", file],
        in: directory.path)
      let hash = digest.output.trimmingCharacters(in: .whitespacesAndNewlines)
      #expect(hash.count == 44)
      #expect(page.contains("\(directive) 'sha256-\(hash)'"))
    }
    #expect(page.contains("default-src 'none'"))
  }

  @Test func `a page has texts only if they are revealed`() throws {
    let page = try html()
    let revealed = try html(revealing: true)
    for row in try ScoredAudit().rows {
      #expect(!page.contains(row.canary.text))
      #expect(revealed.contains(row.canary.text))
    }
    #expect(!page.contains("hear say") && revealed.contains("hear say"))
    let notice = "Texts and transcripts are left out of this report."
    #expect(page.contains(notice) && !revealed.contains(notice))
  }

  @Test func `revealed texts are aligned with their transcripts, and errors are marked`() throws {
    let revealed = try html(revealing: true)
    #expect(revealed.contains("<h2>Reference against transcript</h2>"))
    let alignments = try #require(
      revealed.firstMatch(of: /<h2>Reference against transcript[\s\S]*?<\/section>/)?.0)
    #expect(alignments.contains("<del>") && alignments.contains("→<ins>"))
    #expect(try !html().contains("Reference against transcript"))
  }

  @Test func `recordings are on the page if they are given`() throws {
    let audit = try ScoredAudit()
    let sample = AudioSample(bytes: [1], mimeType: "audio/wav", caption: "a control")
    let page = HTMLReport.render(
      audit.report, CanarySample(audit.reportRows()), audio: [sample])
    #expect(page.contains("<h2>Canaries to listen to</h2>") && page.contains("<audio controls"))
    #expect(try !html().contains("<audio"))
  }

  @Test func `the first screen has at most three numbers in prose`() throws {
    for verdict in Verdict.allCases {
      let text = try html { report in
        report.verdict.code = verdict
        report.verdict.explanation = verdict.explanation
        report.ledger.seedIsSecret = true
      }
      let main = try #require(text.firstMatch(of: /<main>([\s\S]*?)<nav/)?.1)
      let prose = main.replacing(/<figure>[\s\S]*?<\/figure>/, with: "")
        .replacing(/<[^>]*>/, with: " ")
      #expect(prose.matches(of: /[0-9]+(\.[0-9]+)?%?/).count <= 3, "\(prose)")
    }
  }

  private func page(named name: String) throws -> String {
    let audit = try ScoredAudit()
    var report = audit.report
    HostileNames.put(name, into: &report)
    var rows = audit.reportRows()
    for index in rows.indices {
      rows[index].id = name
      rows[index].voice = name
      rows[index].text = name
    }
    return HTMLReport.render(report, CanarySample(rows))
  }

  @Test(arguments: HostileNames.all)
  func `hostile names become neither elements nor attributes`(_ name: String) throws {
    let page = try page(named: name)
    // No name adds an element but those that mark a name.
    let others = /<(?!\/?(bdi|code|em)\b)[a-zA-Z\/!]/
    let plain = try self.page(named: "plain").matches(of: others).count
    #expect(page.matches(of: others).count == plain)
    #expect(!page.contains("<script>alert") && !page.contains("<svg/onload"))
    for scalar in page.unicodeScalars {
      #expect(
        !(0x202A...0x202E).contains(scalar.value) && !(0x2066...0x2069).contains(scalar.value))
      #expect(scalar.value >= 0x20 || scalar == "\n")
    }
  }

  @Test func `a name of ten thousand characters is cut`() throws {
    let plain = try html().utf8.count
    let long = try html { HostileNames.put(String(repeating: "x", count: 10_000), into: &$0) }
    #expect(long.utf8.count < plain + 12_000)
  }

  @Test func `the page is valid as far as tidy can tell`() throws {
    guard findProgram("tidy") != nil else {
      print("skipped: there is no tidy, so the page's HTML was not validated")
      return
    }
    let directory = try TemporaryDirectory()
    for (number, name) in ([""] + HostileNames.all).enumerated() {
      let page = try directory.write("\(number).html", html { HostileNames.put(name, into: &$0) })
      let result = try runCommand("tidy", ["-q", "-e", page], in: directory.path)
      #expect(result.status == 0, "\(result.errors)")
    }
    let broken = try directory.write("broken.html", html().replacing("</table>", with: ""))
    #expect(try runCommand("tidy", ["-q", "-e", broken], in: directory.path).status != 0)
  }

  @Test func `every figure has a title and a description`() throws {
    let page = try html()
    let figures = page.components(separatedBy: "<figure>").dropFirst()
    #expect(figures.count == 7)
    for figure in figures {
      let id = try #require(figure.firstMatch(of: /aria-describedby="([^"]+)"/)?.1)
      #expect(figure.contains("<desc id=\"\(id)\">"))
      #expect(figure.contains("<title>"))
    }
  }

  @Test func `the table of canaries has a largest length, and the page says so`() throws {
    let audit = try ScoredAudit()
    let row = try #require(audit.reportRows().first { $0.cer != nil })
    let rows = (0..<CanarySample.mostShown + 7).map { number in
      var copy = row
      copy.id = "number\(number)"
      copy.cer = Double((number * 7919) % 5003)
      return copy
    }
    let sample = CanarySample(rows)
    let best = rows.sorted { ($0.cer!, $0.id) < ($1.cer!, $1.id) }.prefix(CanarySample.mostShown)
    #expect(sample.rows.map(\.id) == best.map(\.id))
    let page = HTMLReport.render(audit.report, sample)
    #expect(
      page.contains(
        "The table lists the 2000 most accurately transcribed of 2007 canaries; report.json has all."
      ))
  }
}
