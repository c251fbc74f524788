import Foundation
import TestSupport
import Testing

/// `check --seen` and `score --evidence`: what training used, from its files to the verdict.
struct SeenCommandTests {
  private let place: TemporaryDirectory
  private let audit: SampleAudit
  private let ledger: LedgerRecord
  /// The manifest that inject wrote, and a copy of it, as a filter that keeps everything writes it.
  private var injected: String { "\(audit.directory)/train/train.json" }
  private let manifest: String

  init() throws {
    place = try TemporaryDirectory()
    audit = try SampleAudit.nemo.get()
    ledger = try LedgerRecord(audit.ledger)
    manifest = try place.write(
      "kept.json", String(contentsOfFile: "\(audit.directory)/train/train.json", encoding: .utf8))
  }

  private func check(_ files: [String], _ more: String...) throws -> CommandResult {
    try asrAudit(
      ["check", "--ledger", audit.ledger] + files.flatMap { ["--seen", $0] } + more,
      in: place.path)
  }

  private func lines(where isKept: (String) -> Bool = { _ in true }) throws -> [String] {
    try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n").map(String.init)
      .filter(isKept)
  }

  private func verdict(evidence: String?) throws -> String {
    let hypothesis = try ScriptedDecoder.alike.decodeNeMo(
      probe: "\(audit.directory)/probe/probe.json", ledger: ledger)
    let transcripts = try place.write("hyp.json", hypothesis)
    let output = place("report-\(evidence.map { _ in "with" } ?? "without")")
    let result = try asrAudit(
      [
        "score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output", output,
        "--force",
      ]
        + (evidence.map { ["--evidence", $0] } ?? []), in: place.path)
    try expectSuccess(result)
    return try ReportRecord("\(output)/report.json").verdict.code
  }

  @Test func `the whole training manifest is complete evidence`() throws {
    let result = try check([manifest], "--output", place("evidence.json"))
    try expectSuccess(result)
    #expect(result.output.contains("used      "))
    #expect(try verdict(evidence: place("evidence.json")) == "not_detected")
  }

  @Test func `what inject wrote is no proof of what training kept of it`() throws {
    let log = try place.write("train.log", "2026-01-01 INFO start\n")
    for files in [[injected], [injected, log]] {
      let given = try check(files, "--output", place("evidence.json"), "--force")
      #expect(given.status == 2 && given.output.contains("is what inject wrote"))
      #expect(try verdict(evidence: place("evidence.json")) == "not_measurable_unproven")
    }
    let profile = try place.write(
      "recipe.yml",
      "name: ours\nother_filters: none\nloss: attention\ntime_masks: none\nspeed_factors: none\n")
    try expectSuccess(check([injected], "--profile", profile))
    try expectSuccess(check([manifest]))
  }

  @Test func `a file that is named twice is refused under every name`() throws {
    let log = try place.write("train.log", "2026-01-01 INFO start\n")
    try FileManager.default.createSymbolicLink(
      atPath: place("same.log"), withDestinationPath: log)
    expectProblem(
      try check([manifest, log, place("same.log")]), status: 64, saying: "named twice", "--seen")
    expectProblem(
      try check([manifest], "--left-out", manifest), status: 64, saying: "named twice")
    #expect(
      try asrAudit(["check", "--ledger", audit.ledger, "--audio", "--left-out", log]).status == 64)
  }

  @Test func `a list of left-out utterances takes their copies out`() throws {
    let lost = ledger.canaries.filter { $0.repetitions == 2 }.flatMap(\.train)
    let list = try place.write("removed.txt", lost.map { $0 + "\n" }.joined())
    expectProblem(try check([manifest, list]), status: 64, saying: "--left-out")
    let result = try check([manifest], "--left-out", list, "--output", place("evidence.json"))
    #expect(result.status == 2, "\(result.errors)")
    #expect(result.output.contains("list of left-out utterances, \(lost.count) lines"))
    #expect(try verdict(evidence: place("evidence.json")) == "not_measurable_unproven")
  }

  @Test func `filters see the durations that the training set states`() throws {
    let ids = ledger.canaries.flatMap(\.train)
    let short = try place.write(
      "short.json",
      lines().map { line in
        guard ids.contains(where: { line.contains($0) }) else { return line + "\n" }
        return line.replacing(#/"duration": ?[0-9.]+/#, with: "\"duration\": 0.05") + "\n"
      }.joined())
    let profile = try place.write(
      "recipe.yml",
      "name: ours\nother_filters: none\nloss: attention\ntime_masks: none\nspeed_factors: none\n"
        + "min_duration: 0.1\n")
    try expectSuccess(check([manifest], "--profile", profile))
    let result = try check([short], "--profile", profile, "--output", place("evidence.json"))
    #expect(result.status == 3, "\(result.errors)")
    #expect(try verdict(evidence: place("evidence.json")) == "not_measurable_unproven")
  }

  @Test func `a training set may come through a pipe`() throws {
    let result = try runCommand(
      "/bin/sh",
      [
        "-c",
        "cat '\(manifest)' | '\(builtProgram("asr-audit"))' check --ledger '\(audit.ledger)' --seen -",
      ], in: place.path)
    try expectSuccess(result)
    #expect(result.output.contains("-: training set, \(try lines().count) lines"))
  }

  @Test func `a filtered manifest makes a clean report not measurable`() throws {
    let dropped = Set(ledger.canaries.filter { $0.repetitions == 2 }.flatMap(\.train))
    let filtered = try place.write(
      "filtered.json",
      lines { line in !dropped.contains { line.contains($0) } }.joined(separator: "\n") + "\n")
    let result = try check([filtered], "--output", place("evidence.json"))
    #expect(result.status == 2, "\(result.errors)")
    #expect(result.output.contains("only planted"))
    #expect(try verdict(evidence: nil) == "not_detected")
    #expect(try verdict(evidence: place("evidence.json")) == "not_measurable_unproven")
  }

  @Test func `a leaked control is named and makes the report not measurable`() throws {
    let control = try #require(ledger.canaries.first { $0.role == "control" })
    let leaking = try place.write(
      "leaking.json",
      (lines() + [
        "{\"audio_filepath\": \"/x.wav\", \"duration\": 1, \"text\": \"\(control.text)\"}"
      ])
      .joined(separator: "\n") + "\n")
    let result = try check([leaking], "--output", place("evidence.json"))
    #expect(result.status == 2)
    #expect(result.output.contains("the text of the control \(control.probe)"))
    #expect(try verdict(evidence: place("evidence.json")) == "not_measurable_controls_trained")
  }

  @Test func `a log takes excluded copies out`() throws {
    let lost = ledger.canaries.filter { $0.repetitions == 2 }.flatMap(\.train)
    let log = try place.write(
      "train.log",
      lost.map { "2026-01-01 WARNING Exclude cut with ID \($0) from training.\n" }.joined())
    let result = try check([manifest, log])
    #expect(result.status == 2)
    #expect(result.output.contains("log, \(lost.count) lines"))
  }

  @Test func `the original manifest is refused with the likeliest cause`() throws {
    expectProblem(
      try check([SampleCorpus.shared.get().manifest]), status: 65, saying: "mentions no canary",
      "original manifest")
  }

  @Test func `the manifest of another audit is refused`() throws {
    let other = place("other")
    try expectSuccess(
      asrAudit(injection(of: SampleCorpus.shared.get().manifest, to: other, seed: 8)))
    expectProblem(
      try check(["\(other)/train/train.json"]), status: 65, saying: "none of this ledger",
      "another audit")
  }

  @Test func `evidence of another ledger is refused`() throws {
    let other = place("other")
    try expectSuccess(
      asrAudit(injection(of: SampleCorpus.shared.get().manifest, to: other, seed: 8)))
    let checked = try asrAudit([
      "check", "--ledger", "\(other)/ledger.json", "--seen", "\(other)/train/train.json",
      "--output",
      place("evidence.json"),
    ])
    #expect(checked.status == 2)
    let transcripts = try place.write(
      "hyp.json",
      ScriptedDecoder.alike.decodeNeMo(
        probe: "\(audit.directory)/probe/probe.json", ledger: ledger))
    expectProblem(
      try asrAudit([
        "score", "--ledger", audit.ledger, "--transcripts", transcripts, "--output",
        place("report"), "--evidence", place("evidence.json"),
      ]), status: 65, saying: "another ledger", "evidence.json")
  }

  @Test func `an existing output is kept unless it is forced`() throws {
    let file = try place.write("evidence.json", "mine")
    expectProblem(
      try check([manifest], "--output", file), status: 73, saying: "already exists", "--force")
    #expect(String(decoding: try place.read("evidence.json"), as: UTF8.self) == "mine")
    try expectSuccess(check([manifest], "--output", file, "--force"))
    #expect(FileManager.default.fileExists(atPath: file + ".previous-1"))
    // A directory of the user is never replaced by a file.
    try FileManager.default.createDirectory(
      atPath: place("mine"), withIntermediateDirectories: true)
    try place.write("mine/file", "kept")
    _ = try check([manifest], "--output", place("mine"), "--force")
    let kept = ["mine/file", "mine.previous-1/file"].contains {
      FileManager.default.fileExists(atPath: place($0))
    }
    #expect(kept)
    #expect(try check([], "--output", file, "--audio").status == 64)
  }

  @Test(.enabled(if: findProgram("python3") != nil, "python3 is not installed"))
  func `a large log is read in memory that does not grow with it`() throws {
    let filler = String(
      repeating: "2026-01-01 INFO step 12 loss 0.3 a line of a long log\n", count: 20_000)
    func peak(copies: Int) throws -> Int {
      let log = try place.write("big.log", String(repeating: filler, count: copies))
      let measured = try runCommand(
        "/usr/bin/env",
        [
          "python3", "-c",
          "import resource,subprocess,sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
            + "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)",
          builtProgram("asr-audit"), "check", "--ledger", audit.ledger, "--seen", manifest,
          "--seen", log,
        ], in: place.path)
      return Int(measured.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
    }
    let small = try peak(copies: 1)
    let large = try peak(copies: 10)
    #expect(small > 0 && large < small + 8_000, "\(small) kB, \(large) kB")
  }
}
