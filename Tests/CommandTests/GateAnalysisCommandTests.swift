import Foundation
import TestSupport
import Testing

/// Limits on analyses, from the gate file to the exit status.
struct GateAnalysisCommandTests {
  private let place: TemporaryDirectory

  /// A clean report, and the membership analysis of the same canaries.
  init() throws {
    let files = try MembershipCommandTests.Files()
    place = files.place
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    try place.write("clean.json", hypothesis)
    try expectSuccess(
      asrAudit([
        "score", "--ledger", audit.ledger, "--transcripts", place("clean.json"), "--output",
        place("clean"),
      ]))
    try expectSuccess(files.run("membership"))
  }

  private static let limits = """
    gate:
      - memorization: {max: 0.4, repetitions: [1, 2]}
      - memorization: {max: 0.4, repetitions: [8, 16]}

    """

  private func gate(_ limit: String, _ more: String...) throws -> CommandResult {
    let file = try place.write("gate.yml", Self.limits + "  - \(limit)\n")
    return try asrAudit(
      ["gate", place("clean/report.json"), "--gate", file] + more, in: place.path)
  }

  private var membership: String { place("membership/analysis.json") }

  @Test func `the same gate passes without a limit on analyses`() throws {
    let file = try place.write("plain.yml", Self.limits)
    try expectSuccess(asrAudit(["gate", place("clean/report.json"), "--gate", file]))
  }

  @Test func `a report has the sounds of its canaries in the blind baseline`() throws {
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(place.read("clean/report.json"))) as? [String: Any])
    let baseline = try #require(document["blind_baseline"] as? [String: Any])
    let names = (baseline["features"] as? [[String: Any]])?.compactMap { $0["name"] as? String }
    #expect(names?.suffix(2) == ["nearest sound", "sound classifier"])
    let page = String(decoding: try place.read("clean/report.html"), as: UTF8.self)
    #expect(page.contains("Trained canaries and controls without a model"))
    #expect(page.contains("sound classifier"))
  }

  @Test func `a limit on membership decides the exit status and is in every rendering`() throws {
    let failed = try gate(
      "membership: {max-auc: 0.55}", "--analysis", membership, "--output", place("gated"),
      "--junit", place("junit.xml"), "--sarif", place("report.sarif"))
    #expect(failed.status == 1, "\(failed.output)\(failed.errors)")
    #expect(failed.output.contains("fail: membership: AUC"))
    let document = try #require(
      JSONSerialization.jsonObject(with: Data(place.read("gated/report.json"))) as? [String: Any])
    let result = try #require(document["gate_result"] as? [String: Any])
    let judgements = try #require(result["analyses"] as? [[String: Any]])
    #expect(judgements.map { $0["outcome"] as? String } == ["fail"])
    #expect(result["overall"] as? String == "fail")
    for name in ["gated/report.html", "gated/report.md", "junit.xml", "report.sarif"] {
      let text = String(decoding: try place.read(name), as: UTF8.self)
      #expect(text.contains("AUC of at most 0.55"), "\(name)")
    }
    // The judged report is read again.
    #expect(
      try asrAudit([
        "report", place("gated/report.json"), "--format", "markdown", "--output",
        place("again.md"),
      ]).status == 0)
    let passed = try gate("membership: {max-auc: 1}", "--analysis", membership)
    #expect(passed.status == 0 && passed.output.contains("gate: pass"), "\(passed.output)")
    let warned = try gate("membership: {max-auc: 0.55, level: warn}", "--analysis", membership)
    #expect(warned.status == 0 && warned.output.contains("(warn)"))
  }

  @Test(arguments: ["conflicts: {max: 0}", "suspects: {max-share: 1}", "membership: {max-auc: 1}"])
  func `a limit whose analysis is missing keeps the gate from passing`(_ limit: String) throws {
    let result = try gate(limit)
    #expect(result.status == 2, "\(result.output)\(result.errors)")
    #expect(
      result.output.contains("no analysis of") && result.output.contains("gate: inconclusive"))
    let allowed = try gate(limit, "--allow-inconclusive", "--junit", place("junit.xml"))
    #expect(allowed.status == 2, "\(allowed.output)\(allowed.errors)")
    #expect(
      allowed.errors.contains("--allow-inconclusive does not apply")
        && allowed.errors.contains("--analysis"), "\(allowed.errors)")
    #expect(
      String(decoding: try place.read("junit.xml"), as: UTF8.self).contains("<failure"))
  }

  @Test func `a waiver of a limit on membership is listed and lets the gate pass`() throws {
    func gate(until day: String, _ more: [String]) throws -> CommandResult {
      let file = try place.write(
        "waived.yml",
        Self.limits + """
            - membership: {max-auc: 0.55}
          waivers:
            - {metric: membership, until: \(day), reason: "accepted by the board"}

          """)
      return try asrAudit(
        ["gate", place("clean/report.json"), "--gate", file, "--analysis", membership] + more)
    }
    let waived = try gate(
      until: "2999-12-31", ["--output", place("waived"), "--junit", place("waived.xml")])
    #expect(waived.status == 0, "\(waived.output)\(waived.errors)")
    #expect(waived.output.contains("waived: membership, until 2999-12-31: accepted by the board"))
    for name in ["waived/report.html", "waived/report.md", "waived/report.json", "waived.xml"] {
      let text = String(decoding: try place.read(name), as: UTF8.self)
      #expect(text.contains("accepted by the board"), "\(name)")
    }
    // The judged report is read again, with its waiver.
    try expectSuccess(
      asrAudit([
        "report", place("waived/report.json"), "--format", "markdown", "--output",
        place("again.md"),
      ]))
    let expired = try gate(until: "2020-12-31", [])
    #expect(expired.status == 1 && expired.output.contains("waiver expired"))
  }

  @Test func `conflicts of a ranking are limited`() throws {
    let corpus = try ToneCorpus()
    try expectSuccess(corpus.train("run", ["--traces", corpus.place("losses.jsonl")]))
    func rank(_ manifest: String) throws {
      try expectSuccess(
        asrAudit([
          "rank", "--traces", corpus.place("losses.jsonl"), "--manifest", corpus.place(manifest),
          "--output", place(manifest + "-ranked"),
        ]))
    }
    try rank("train.json")
    let clean = try gate(
      "conflicts: {max: 0}", "--analysis", place("train.json-ranked/ranked.json"))
    #expect(clean.status == 0, "\(clean.output)\(clean.errors)")
    try corpus.place.write("copy.wav", corpus.place.read("3.wav"))
    try corpus.manifest("twice.json", and: corpus.line("copy", "seven", seconds: 0.75))
    try rank("twice.json")
    let conflicting = try gate(
      "conflicts: {max: 0}", "--analysis", place("twice.json-ranked/ranked.json"))
    #expect(conflicting.status == 1 && conflicting.output.contains("1 conflict"))
    let suspects = try gate(
      "suspects: {max-share: 1}", "--analysis", place("twice.json-ranked/ranked.json"))
    #expect(suspects.status == 2 && suspects.output.contains("no errors were planted"))
  }

  @Test func `a file that no limit is for is refused`() throws {
    expectProblem(
      try gate("conflicts: {max: 0}", "--analysis", membership), status: 64,
      saying: "analysis.json", "no limit for it")
    let text = try place.write("text.json", "{}")
    expectProblem(
      try gate("conflicts: {max: 0}", "--analysis", text), status: 65, saying: "text.json",
      "format")
    expectProblem(
      try gate("conflicts: {max: 0}", "--analysis", place("none.json")), status: 66,
      saying: "none.json")
    expectProblem(
      try gate(
        "membership: {max-auc: 1}", "--analysis", membership, "--force", "--junit", membership),
      status: 64, saying: "the output")
  }

  @Test func `a gate file with limits on analyses alone leaves those of the ledger`() throws {
    let file = try place.write("only.yml", "gate:\n  - membership: {max-auc: 1}\n")
    let result = try asrAudit([
      "gate", place("clean/report.json"), "--gate", file, "--analysis", membership,
    ])
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("memorization ≤ 0.4") && result.output.contains("membership"))
  }
}
