import Foundation
import TestSupport
import Testing
import Yams

/// One command of a CI job, with the shell options and variables that the CI system gives it.
struct JobStep {
  let name: String
  let script: String
  let variables: [String: String]
}

/// The example jobs in Fixtures/examples, reduced to what runs and what is uploaded.
struct ExampleJob {
  let steps: [JobStep]
  /// Paths that the job uploads, relative to the checkout.
  let uploads: [String]

  static let directory = "\(packageRoot)/Fixtures/examples"

  private static func read<Document: Decodable>(
    _ name: String, as type: Document.Type
  ) throws -> Document {
    let text = try String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8)
    return try YAMLDecoder().decode(type, from: text)
  }

  /// The job of github-actions.yml.
  static func gitHub() throws -> ExampleJob {
    struct Workflow: Decodable {
      struct Job: Decodable { let steps: [Step] }
      struct Step: Decodable {
        let name: String?
        let run: String?
        let env: [String: String]?
        let with: [String: String]?
      }
      let jobs: [String: Job]
    }
    let jobs = try read("github-actions.yml", as: Workflow.self).jobs
    let steps = jobs.values.flatMap(\.steps)
    return ExampleJob(
      steps: steps.compactMap { step in
        step.run.map { JobStep(name: step.name ?? "", script: $0, variables: step.env ?? [:]) }
      },
      uploads: steps.compactMap { $0.with?["path"] ?? $0.with?["sarif_file"] })
  }

  /// The job of gitlab-ci.yml. A step has the name of the first program in its script.
  static func gitLab() throws -> ExampleJob {
    struct Job: Decodable {
      struct Artifacts: Decodable {
        struct Reports: Decodable { let junit: String }
        let paths: [String]
        let reports: Reports
      }
      let beforeScript: [String]
      let script: [String]
      let artifacts: Artifacts
      enum CodingKeys: String, CodingKey {
        case beforeScript = "before_script"
        case script, artifacts
      }
    }
    let jobs = try read("gitlab-ci.yml", as: [String: Job].self)
    let scripts = jobs.values.flatMap { $0.beforeScript + $0.script }
    return ExampleJob(
      steps: scripts.map { JobStep(name: $0, script: $0, variables: [:]) },
      uploads: jobs.values.flatMap { $0.artifacts.paths + [$0.artifacts.reports.junit] })
  }
}

/// A checkout with a prepared audit, in which the scripts of the jobs run.
struct ExampleCheckout {
  let place: TemporaryDirectory
  static let passphrase = "only for tests"

  /// Prepares an audit as the head of the example jobs says.
  init() throws {
    place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    try place.makeDirectory("bin")
    try FileManager.default.createSymbolicLink(
      atPath: place("bin/asr-audit"), withDestinationPath: builtProgram("asr-audit"))
    // A small design supports only wide limits.
    try place.write(
      "asr-audit.yml",
      """
      gate:
        - memorization: {max: 0.4, repetitions: [1, 2]}
        - memorization: {max: 0.4, repetitions: [8, 16]}
        - regression: {max-increase: 0.8, repetitions: [8, 16]}

      """)
    try place.makeDirectory("temporary")
    try expectSuccess(
      run(
        "\(ExampleJob.directory)/prepare-audit",
        [
          corpus.manifest, "--seed", "7", "--coins", "40", "--blocks", "4", "--word-bank",
          corpus.bank,
        ]))
    // The stand-in for a decoder writes the transcripts that the test prepared.
    try place.write(
      "decode.py",
      """
      import shutil, sys
      assert sys.argv[1:] == ["--manifest", "audit/probe/probe.json", "--output", "hyp.json"]
      shutil.copy("prepared.json", "hyp.json")
      """)
  }

  /// Prepares the transcripts that the decoder will write.
  func hear(as decoder: ScriptedDecoder) throws {
    let ledger = try LedgerRecord(place("audited/ledger.json"))
    try place.write(
      "prepared.json", decoder.decodeNeMo(probe: place("audit/probe/probe.json"), ledger: ledger))
  }

  func run(
    _ program: String, _ arguments: [String], _ variables: [String: String] = [:]
  ) throws -> CommandResult {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    let environment = [
      "PATH": "\(place("bin")):\(path)", "LEDGER_KEY": Self.passphrase,
      "RUNNER_TEMP": place("temporary"), "TMPDIR": place("temporary"),
      "GITHUB_STEP_SUMMARY": place("summary.md"), "GITHUB_SHA": "0123456",
      "CI_COMMIT_SHA": "0123456",
    ]
    return try runCommand(
      program, arguments, in: place.path, environment: environment.merging(variables) { $1 })
  }

  /// Runs a step in the shell of GitHub Actions and GitLab.
  func run(_ step: JobStep) throws -> CommandResult {
    let variables = step.variables.filter { !$0.value.contains("${{") }
    return try run(
      "bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.script], variables)
  }
}
