import Foundation
import TestSupport
import Testing

/// What the command says about itself.
struct HelpTests {
  static let subcommands = [
    "plan", "inject", "score", "gate", "report", "verify", "remove", "train", "transcribe", "demo",
    "doctor", "formats",
  ]

  @Test(arguments: subcommands)
  func `the help of every command teaches with an example`(_ command: String) throws {
    let help = try asrAudit([command, "--help"])
    try expectSuccess(help)
    #expect(help.output.contains("Example"))
    #expect(help.output.contains("  asr-audit \(command) "))
    #expect(try asrAudit([command, "-h"]).output == help.output)
    #expect(try asrAudit(["help", command]).output == help.output)
  }

  @Test func `the help of the program lists every command and exit status`() throws {
    let help = try asrAudit(["--help"])
    try expectSuccess(help)
    for command in Self.subcommands {
      #expect(help.output.contains("\n  \(command) "))
    }
    #expect(help.output.contains("\n    0  passed\n    1  a gate failed\n    2  inconclusive"))
    #expect(try asrAudit(["-h"]).output == help.output)
    #expect(try asrAudit([]).output == help.output)
  }

  @Test func `the version has a number, which the ledger records, and an instruction set`() throws {
    let version = try asrAudit(["--version"])
    try expectSuccess(version)
    let line = try #require(
      version.output.wholeMatch(
        of: /asr-audit (\d+\.\d+\.\d+) \((commit [0-9a-f]{7,40}, )?(base|avx2|avx512)\)\n/))
    let number = String(line.1)
    let ledger = try String(contentsOfFile: SampleAudit.nemo.get().ledger, encoding: .utf8)
    #expect(ledger.contains(#""tool":"\#(number)""#))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions know every command and option`(_ shell: String) throws {
    let script = try asrAudit(["--generate-completion-script", shell])
    try expectSuccess(script)
    for word in Self.subcommands + ["manifest", "word-bank", "transcripts"] {
      #expect(script.output.contains(word), "\(word)")
    }
    if findProgram(shell) != nil {
      let place = try TemporaryDirectory()
      let file = try place.write("completions", script.output)
      try expectSuccess(runCommand(shell, ["-n", file]))
    }
  }

  @Test(arguments: [
    (["formats", "--jsn"], "--json"), (["gate", "report.json", "--gat", "x"], "--gate"),
    (["verify", "--ledgr", "x", "--ledger", "y"], "--ledger"),
  ])
  func `an unknown option names the nearest one`(_ arguments: [String], _ meant: String) throws {
    expectProblem(
      try asrAudit(arguments), status: 64, saying: "Unknown option", "Did you mean '\(meant)'?")
  }

  @Test func `an unknown command is refused`() throws {
    expectProblem(try asrAudit(["injct"]), status: 64, saying: "injct")
  }

  @Test(arguments: [["inject"], ["score", "--ledger", "x"], ["gate"], ["formats", "more"]])
  func `a request that lacks or adds something is a usage error`(_ arguments: [String]) throws {
    expectProblem(try asrAudit(arguments), status: 64, saying: "Usage: asr-audit \(arguments[0])")
  }
}
