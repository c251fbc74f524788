import Foundation
import TestSupport
import Testing

/// The output of `inject --dry-run`, and `--json` of all commands.
struct DryRunTests {
  @Test func `a dry run writes nothing and prints counts, minutes and share`() throws {
    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    let result = try asrAudit(
      injection(of: corpus.manifest, to: place("out"), "--dry-run"), in: place.path)
    try expectSuccess(result)
    #expect(try place.names() == [])
    for part in [
      "speed", "trained", "control", "minutes", "60 utterances, 100 min", "of all training audio",
      "8000 Hz, mono, WAV", "Nothing was written",
    ] {
      #expect(result.output.contains(part), "\(part)")
    }
  }

  @Test func `the plan as JSON agrees with the ledger of the injection`() throws {
    struct Plan: Decodable {
      struct Row: Decodable {
        let role: String
        let repetitions: Int
        let canaries: Int
      }
      let rows: [Row]
      let share: Double
      let probes: Int
      let sampleRate: Int
    }
    let corpus = try SampleCorpus.shared.get()
    let result = try asrAudit(
      injection(of: corpus.manifest, to: "unused", "--dry-run", "--json"))
    try expectSuccess(result)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let plan = try decoder.decode(Plan.self, from: Data(result.output.utf8))
    let ledger = try LedgerRecord(SampleAudit.nemo.get().ledger)
    // Only coin flips are random; all other counts are fixed by the design.
    for row in plan.rows where row.role == "trained" && row.repetitions > 1 {
      #expect(ledger.canaries.count { $0.repetitions == row.repetitions } == row.canaries)
    }
    let probes = ledger.canaries.count + (ledger.recombinedControls ?? []).count
    #expect(plan.rows.map(\.canaries).reduce(0, +) == probes)
    #expect(plan.probes == probes + ledger.checkUtterances.count)
    #expect(ledger.recombinedControls?.count == ledger.canaries.count { $0.repetitions != 64 })
    #expect(plan.sampleRate == ledger.header.audio.sampleRate)
    #expect(abs(plan.share / ledger.header.share - 1) < 0.2)
  }

  @Test func `the options and the help name recombined controls and count the probes`() throws {
    let corpus = try SampleCorpus.shared.get()
    func dryRun(_ more: String...) throws -> String {
      let result = try asrAudit(
        injection(of: corpus.manifest, to: "unused", "--dry-run") + more)
      try expectSuccess(result)
      return result.output
    }
    // 40 coins and 4 blocks of 11, twice, 3 tracers and 50 check utterances.
    #expect(try dryRun().contains("probes    221 audio files to transcribe"))
    #expect(try dryRun().contains("recombined"))
    let without = try dryRun("--recombined-controls", "no")
    #expect(without.contains("probes    137 audio files to transcribe"))
    #expect(!without.contains("recombined"))
    expectProblem(
      try asrAudit(injection(of: corpus.manifest, to: "unused", "--dry-run", "--words", "1")),
      status: 64, saying: "at least 2 words", "--recombined-controls no")
    for command in ["inject", "plan"] {
      #expect(try asrAudit([command, "--help"]).output.contains("--recombined-controls"))
    }
  }

  @Test func `an output that cannot be written is found`() throws {
    let place = try TemporaryDirectory()
    let manifest = try SampleCorpus.shared.get().manifest
    try expectProblem(
      asrAudit(injection(of: manifest, to: place("absent/out"), "--dry-run")), status: 73,
      saying: "absent is no directory")
    try place.write("out/x", "")
    try expectProblem(
      asrAudit(injection(of: manifest, to: place("out"), "--dry-run")), status: 73,
      saying: "already exists", "--force")
    try expectSuccess(asrAudit(injection(of: manifest, to: place("out"), "--dry-run", "--force")))
    #expect(place.exists("out/x"))
  }

  @Test(arguments: [
    ["inject", "--dry-run"], ["inject"], ["score"], ["gate"], ["verify"], ["formats"],
  ])
  func `every table can be printed as JSON`(_ command: [String]) throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: LedgerRecord(audit.ledger))
    let score = [
      "score", "--ledger", audit.ledger, "--transcripts", try place.write("hyp.json", hypothesis),
      "--output",
    ]
    let arguments: [String]
    switch command[0] {
    case "inject":
      let manifest = try SampleCorpus.shared.get().manifest
      arguments = try injection(of: manifest, to: place("out")) + command.dropFirst()
    case "score": arguments = score + [place("report")]
    case "gate":
      try expectSuccess(asrAudit(score + [place("report")]))
      arguments = ["gate", place("report/report.json")]
    case "verify": arguments = ["verify", "--ledger", audit.ledger]
    default: arguments = command
    }
    let result = try asrAudit(arguments + ["--json"], in: place.path)
    try expectSuccess(result)
    _ = try JSONSerialization.jsonObject(with: Data(result.output.utf8))
  }
}
