import Foundation
import TestSupport
import Testing

/// Waivers, baselines and metrics, from the files to the exit status.
struct GateFileCommandTests {
  private let place: TemporaryDirectory

  init() throws {
    place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    for (name, decoder) in [("leak", ScriptedDecoder.verbatim), ("clean", .alike)] {
      let hypothesis = try decoder.decodeNeMo(
        probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
      try place.write("\(name).json", hypothesis)
      try expectSuccess(asrAudit(score(name, to: name), in: place.path))
    }
  }

  private func score(_ name: String, to output: String) throws -> [String] {
    [
      "score", "--ledger", try SampleAudit.nemo.get().ledger, "--transcripts",
      place("\(name).json"), "--output", place(output),
    ]
  }

  private func gate(_ report: String, _ more: String...) throws -> CommandResult {
    try asrAudit(["gate", place("\(report)/report.json")] + more, in: place.path)
  }

  private static let limits = """
    gate:
      - memorization: {max: 0.4, repetitions: [1, 2]}
      - memorization: {max: 0.4, repetitions: [8, 16]}

    """

  private func write(waiverUntil day: String, metric: String = "memorization") throws -> String {
    try place.write(
      "\(day).yml",
      Self.limits + """
        waivers:
          - {metric: \(metric), repetitions: [8, 16], until: \(day), reason: "known since spring"}

        """)
  }

  @Test func `a waiver that holds lets a failure pass in sight`() throws {
    let result = try gate("leak", "--gate", write(waiverUntil: "9999-12-31"))
    #expect(result.status == 0, "\(result.output)\(result.errors)")
    #expect(result.output.contains("waived"))
    #expect(result.output.contains("known since spring"))
    let clean = try gate("clean", "--gate", place("9999-12-31.yml"))
    #expect(clean.status == 0)
    #expect(
      clean.output.contains(
        "waiver is unused, because no limit that it covers fails: memorization at 8, 16"))
  }

  @Test func `a waiver whose day is over fails the gate, even of a clean model`() throws {
    for report in ["leak", "clean"] {
      let result = try gate(report, "--gate", write(waiverUntil: "2020-01-31"))
      #expect(result.status == 1)
      #expect(result.output.contains("waiver expired, which fails the gate: memorization at 8, 16"))
    }
  }

  @Test func `what a terminal would obey is written out`() throws {
    let path = try place.write(
      "rude.yml", "gate:\n  - memorization: {max: \"\\e[31mx\", repetitions: [1, 2]}\n")
    let result = try gate("leak", "--gate", path)
    #expect(result.status == 65)
    #expect(result.errors.contains("\\u{1B}[31mx") && !result.errors.contains("\u{1B}"))
  }

  @Test func `a limit on a tier that nobody injected is named with its line`() throws {
    try place.write(
      "tier.yml",
      "gate:\n  - detection: {}\n  - memorization: {max: 0.1, repetitions: [1, 3]}\n")
    let path = place("tier.yml")
    let corpus = try SampleCorpus.shared.get()
    for result in [
      try gate("leak", "--gate", path), try asrAudit(["plan", "--gate", path]),
      try asrAudit(injection(of: corpus.manifest, to: place("new"), "--gate", path)),
    ] {
      expectProblem(result, status: 64, saying: "tier.yml:3", "no canary is trained 3 times")
    }
    #expect(!place.exists("new"))
  }

  @Test func `a waiver without a reason or a day is bad data`() throws {
    try place.write("bad.yml", Self.limits + "waivers:\n  - {metric: memorization, reason: x}\n")
    expectProblem(
      try gate("leak", "--gate", place("bad.yml")), status: 65, saying: "bad.yml:5", "until")
  }

  @Test func `detection is a limit of its own`() throws {
    let file = try place.write("detection.yml", "gate:\n  - detection: {level: error}\n")
    let leak = try gate("leak", "--gate", file)
    #expect(leak.status == 1)
    #expect(leak.output.contains("no memorization detected"))
    #expect(leak.output.contains("only in the ledger; it applies"))
    #expect(try gate("clean", "--gate", file).status == 0)
  }

  @Test func `a baseline tells growth`() throws {
    let file = try place.write(
      "growth.yml",
      Self.limits + """
          - regression: {max-increase: 0.45, repetitions: [8, 16]}

        """)
    let grown = try gate("leak", "--gate", file, "--baseline", place("clean/report.json"))
    #expect(grown.status == 1, "\(grown.errors)")
    #expect(grown.output.contains("memorization has grown by at least"))
    let same = try gate("clean", "--gate", file, "--baseline", place("clean/report.json"))
    #expect(same.status == 0, "\(same.output)\(same.errors)")
    #expect(same.output.contains("the same canaries"))
    #expect(try gate("clean", "--gate", file).status == 2)
    let asked = try asrAudit(
      score("clean", to: "again") + [
        "--gate", file, "--baseline", place("clean/report.json"),
      ], in: place.path)
    try expectSuccess(asked)
    #expect(asked.output.contains("grown by"))
    #expect(try gate("clean", "--baseline", place("none.json")).status == 66)
  }

  @Test func `growth that so few canaries cannot show is a usage error where it was asked for`()
    throws
  {
    let file = try place.write(
      "growth.yml", "gate:\n  - regression: {max-increase: 0.1, repetitions: [1, 2]}\n")
    let asked = try gate("clean", "--gate", file, "--baseline", place("clean/report.json"))
    expectProblem(asked, status: 64, saying: "grown by ≤ 0.1", "max-increase: ")
  }

  @Test func `a limit that came with a baseline fails on what it can show, and else stays open`()
    throws
  {
    let same = try gate("clean", "--baseline", place("clean/report.json"))
    #expect(same.status == 2, "\(same.errors)")
    let leak = try gate("leak", "--baseline", place("clean/report.json"))
    #expect(leak.status == 1, "\(leak.errors)")
  }

  @Test func `the judgement is in the report and in the gate's JSON alike`() throws {
    try expectSuccess(
      asrAudit(
        score("clean", to: "judged") + ["--gate", SampleCorpus.shared.get().gate], in: place.path))
    let report = try JSONSerialization.jsonObject(with: Data(place.read("judged/report.json")))
    let inside = try #require((report as? [String: Any])?["gate_result"] as? NSDictionary)
    let printed = try gate("clean", "--json", "--gate", SampleCorpus.shared.get().gate)
    let alone = try JSONSerialization.jsonObject(with: Data(printed.output.utf8))
    #expect(inside == alone as? NSDictionary)
    // Without waivers there is no day in it, so that it is the same tomorrow.
    #expect(inside["today"] == nil)
  }
}
