import Foundation
import TestSupport
import Testing

/// Progress on standard error, in a log and on a terminal.
struct ProgressTests {
  private let corpus: ToneCorpus

  init() throws { corpus = try ToneCorpus() }

  /// A run that ends within its first ten seconds logs nothing; a slow machine may log a few lines.
  @Test func `without a terminal a run logs at most a line in ten seconds`() throws {
    let start = ContinuousClock.now
    let result = try corpus.train("run", recipe: corpus.recipe(["steps": 400]))
    let seconds = start.duration(to: .now) / .seconds(1)
    try expectSuccess(result)
    let lines = result.errors.split(separator: "\n")
      .count { $0.contains("step ") || $0.contains("reading utterances ") }
    #expect(Double(lines) <= seconds / 10, "\(result.errors)")
  }

  @Test(.enabled(if: findProgram("script") != nil, "script(1) is not installed"))
  func `on a terminal one line is redrawn, without colours`() throws {
    let command = ([builtProgram("asr-audit")] + corpus.trainArguments("run"))
      .map { "'\($0)'" }.joined(separator: " ")
    let result = try runCommand(
      "script", ["--quiet", "--return", "--command", command, "/dev/null"], in: corpus.place.path,
      environment: ["TERM": "xterm-256color", "NO_COLOR": "1"])
    try expectSuccess(result)
    #expect(result.output.contains("\r████████████████████████ step 12/12"), "\(result.output)")
    #expect(!result.output.contains(/\u{1B}\[[0-9;]*m/))
  }
}
