import Foundation
import TestSupport
import Testing

/// `report` renders what `score` wrote, and the same again.
struct ReportCommandTests {
  static let renderings = [
    ("html", "report.html"), ("markdown", "report.md"), ("junit", "junit.xml"),
    ("sarif", "report.sarif"), ("json", "report.json"),
  ]

  /// A report with everything on it.
  private func scored(_ place: TemporaryDirectory, _ more: String...) throws {
    let audit = try SampleAudit.nemo.get()
    let corpus = try SampleCorpus.shared.get()
    let hypothesis = try ScriptedDecoder.verbatim.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    try place.write("hyp.json", hypothesis)
    let result = try asrAudit(
      [
        "score", "--ledger", audit.ledger, "--transcripts", "hyp.json", "--output", "report",
        "--gate", corpus.gate, "--junit", "--sarif",
      ] + more, in: place.path)
    #expect(result.status == 1, "\(result.errors)")
  }

  @Test(arguments: [[], ["--edpb-mapping", "--location", "ci/gate.yml"]])
  func `every rendering is byte for byte what score wrote`(_ options: [String]) throws {
    let place = try TemporaryDirectory()
    try scored(place, options.isEmpty ? "--reveal" : "--force")
    if !options.isEmpty {
      try removeReport(place)
      try scored(place, options[0], options[1], options[2])
    }
    for (format, name) in Self.renderings {
      try expectSuccess(
        asrAudit(
          ["report", "report/report.json", "--format", format, "--output", name] + options,
          in: place.path))
      // The page of score --reveal has recordings, which report.json does not contain.
      if format != "html" || !options.isEmpty {
        #expect(try place.read(name) == place.read("report/\(name)"), "\(format)")
      }
      let printed = try asrAudit(
        ["report", "report/report.json", "--format", format] + options, in: place.path)
      #expect(try Array(printed.output.utf8) == place.read(name), "\(format)")
    }
  }

  private func removeReport(_ place: TemporaryDirectory) throws {
    try FileManager.default.removeItem(atPath: place("report"))
  }

  @Test func `a page is what is written where no format is named`() throws {
    let place = try TemporaryDirectory()
    try scored(place)
    let page = try asrAudit(["report", "report/report.json"], in: place.path)
    #expect(try Array(page.output.utf8) == place.read("report/report.html"))
  }

  @Test func `an existing file is kept, unless it is to be replaced`() throws {
    let place = try TemporaryDirectory()
    try scored(place)
    try place.write("page.html", "mine")
    let arguments = ["report", "report/report.json", "--output", "page.html"]
    expectProblem(try asrAudit(arguments, in: place.path), status: 73, saying: "already exists")
    #expect(try place.read("page.html") == Array("mine".utf8))
    try expectSuccess(asrAudit(arguments + ["--force"], in: place.path))
    #expect(try place.read("page.html") == place.read("report/report.html"))
  }

  @Test func `a summary is appended to the step's file`() throws {
    let place = try TemporaryDirectory()
    try scored(place)
    try place.write("summary.md", "before\n")
    let result = try runCommand(
      builtProgram("asr-audit"), ["report", "report/report.json", "--github-summary"],
      in: place.path, environment: ["GITHUB_STEP_SUMMARY": place("summary.md")])
    try expectSuccess(result)
    #expect(result.output == "")
    #expect(
      try place.read("summary.md") == Array("before\n".utf8) + place.read("report/report.md"))
  }

  @Test func `a summary that is nearly full is not overfilled`() throws {
    let place = try TemporaryDirectory()
    try scored(place)
    for used in [996_000, 1_100_000] {
      try place.write("summary.md", String(repeating: "x", count: used))
      let result = try runCommand(
        builtProgram("asr-audit"), ["report", "report/report.json", "--github-summary"],
        in: place.path, environment: ["GITHUB_STEP_SUMMARY": place("summary.md")])
      try expectSuccess(result)
      let size = try place.read("summary.md").count
      #expect(size == max(used, size) && size < 1 << 20 || used > 1_000_000)
      #expect(result.errors.contains("step summary is full") == (used > 1_000_000))
      #expect((size > used) == (used < 1_000_000))
    }
  }

  @Test func `outside a workflow a step summary is a warning`() throws {
    let place = try TemporaryDirectory()
    try scored(place)
    let result = try runCommand(
      builtProgram("asr-audit"), ["report", "report/report.json", "--github-summary"],
      in: place.path, environment: ["GITHUB_STEP_SUMMARY": ""])
    try expectSuccess(result)
    #expect(result.errors.contains("GITHUB_STEP_SUMMARY is not set"))
  }

  @Test func `a place outside of the repository is refused`() throws {
    let place = try TemporaryDirectory()
    try scored(place)
    expectProblem(
      try asrAudit(
        ["report", "report/report.json", "--format", "sarif", "--location", "/etc/gate.yml"],
        in: place.path), status: 64, saying: "--location", "within a repository")
  }

  @Test func `what is no report is refused with its name`() throws {
    let place = try TemporaryDirectory()
    try place.write("no.json", "{}")
    expectProblem(
      try asrAudit(["report", "no.json"], in: place.path), status: 65, saying: "no.json")
    expectProblem(
      try asrAudit(["report", "none.json"], in: place.path), status: 66, saying: "none.json")
  }
}
