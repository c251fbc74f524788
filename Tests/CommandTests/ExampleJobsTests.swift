import Foundation
import TestSupport
import Testing

/// The CI jobs and scripts in Fixtures/examples: they are valid YAML and their commands run.
@Suite(
  .enabled(
    if: findProgram("openssl") != nil && findProgram("python3") != nil,
    "openssl or python3 is not installed: run Scripts/setup --tests"))
struct ExampleJobsTests {
  /// Programs of steps that need the CI system or a package index.
  static let outside = ["pip install", "apt-get", "gh run", "curl", "/venv/bin/pip"]

  static let jobs: [(String, @Sendable () throws -> ExampleJob)] = [
    ("github-actions.yml", ExampleJob.gitHub), ("gitlab-ci.yml", ExampleJob.gitLab),
  ]

  /// Runs the steps of a job up to the first that fails.
  /// - Returns: the exit status of the job.
  private func status(of job: ExampleJob, in checkout: ExampleCheckout) throws -> Int32 {
    for step in job.steps where !Self.outside.contains(where: step.script.contains) {
      let result = try checkout.run(step)
      if result.status != 0 { return result.status }
    }
    return 0
  }

  @Test(arguments: jobs)
  func `every job installs, transcribes, scores and asks for a baseline`(
    _ name: String, _ read: @Sendable () throws -> ExampleJob
  ) throws {
    let job = try read()
    let text = job.steps.map(\.script).joined(separator: "\n")
    for part in ["pip", "decode.py", "asr-audit score", "--baseline", "--junit", "--sarif"] {
      #expect(text.contains(part), "\(name): \(part)")
    }
    let skipped = job.steps.filter { step in Self.outside.contains { step.script.contains($0) } }
    #expect(!skipped.contains { $0.script.contains("asr-audit ") }, "\(name)")
  }

  @Test(arguments: jobs)
  func `a job fails for a model that memorised, and passes for one that did not`(
    _ name: String, _ read: @Sendable () throws -> ExampleJob
  ) throws {
    let checkout = try ExampleCheckout()
    let place = checkout.place
    let job = try read()

    try checkout.hear(as: .verbatim)
    #expect(try status(of: job, in: checkout) == 1, "\(name)")
    for upload in job.uploads { #expect(place.exists(upload), "\(name): \(upload)") }
    #expect(try place.names(in: "temporary") == [], "the decrypted ledger is removed")

    // Without a baseline the limit on the growth is inconclusive.
    try FileManager.default.removeItem(atPath: place("report"))
    try checkout.hear(as: .alike)
    #expect(try status(of: job, in: checkout) == 2, "\(name)")
    try place.makeDirectory("baseline")
    try FileManager.default.copyItem(
      atPath: place("report/report.json"), toPath: place("baseline/report.json"))
    try FileManager.default.removeItem(atPath: place("report"))
    #expect(try status(of: job, in: checkout) == 0, "\(name)")
    if name.hasPrefix("github") { #expect(try !place.read("summary.md").isEmpty) }
  }

  @Test func `a job with the wrong passphrase stops before it scores`() throws {
    let checkout = try ExampleCheckout()
    try checkout.hear(as: .alike)
    let step = try #require(
      ExampleJob.gitHub().steps.first { $0.script.contains("asr-audit score") })
    let wrong = JobStep(name: step.name, script: step.script, variables: ["LEDGER_KEY": "other"])
    #expect(try checkout.run(wrong).status != 0)
    #expect(!checkout.place.exists("report"))
  }

  @Test func `the local script scores once and then only gates`() throws {
    let checkout = try ExampleCheckout()
    let script = "\(ExampleJob.directory)/check-model"
    try checkout.hear(as: .verbatim)
    try FileManager.default.copyItem(
      atPath: checkout.place("prepared.json"), toPath: checkout.place("hyp.json"))
    let scored = try checkout.run(script, [])
    #expect(scored.status == 1, "\(scored.errors)")
    #expect(scored.output.contains("report/report.json"))
    let gated = try checkout.run(script, [])
    #expect(gated.status == 1, "\(gated.errors)")
    #expect(!gated.output.contains("report/report.json"))
  }
}
