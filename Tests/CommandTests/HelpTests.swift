import Foundation
import TestSupport
import Testing

/// The help, the version and the completion scripts.
struct HelpTests {
  static let subcommands = [
    "plan", "inject", "check", "probe", "score", "gate", "report", "verify", "remove", "train",
    "transcribe", "rank", "trace", "subsets", "membership", "capacity", "geometry", "compare",
    "demo",
    "doctor",
    "formats",
    "profiles",
  ]
  static let demoSubcommands = ["run", "corpus", "page"]
  static let capacitySubcommands = ["run", "plan", "score"]

  @Test(arguments: subcommands)
  func `the help of every command has an example`(_ command: String) throws {
    let help = try asrAudit([command, "--help"])
    try expectSuccess(help)
    #expect(help.output.contains("Example"))
    #expect(help.output.contains("  asr-audit \(command)"))
    #expect(try asrAudit([command, "-h"]).output == help.output)
    #expect(try asrAudit(["help", command]).output == help.output)
  }

  static let allCommands =
    [[]] + subcommands.map { [$0] } + demoSubcommands.map { ["demo", $0] }
    + capacitySubcommands.map { ["capacity", $0] }

  @Test(arguments: allCommands)
  func `every command line in a help text is valid`(_ command: [String]) throws {
    let lines = CommandLineText.all(in: try asrAudit(command + ["--help"]).output)
    if command != ["demo", "run"] { #expect(!lines.isEmpty) }
    for line in lines { expectValid(line) }
  }

  @Test func `the help of the program groups the commands and lists the exit statuses`() throws {
    let help = try asrAudit(["--help"])
    try expectSuccess(help)
    let groups = help.output.components(separatedBy: " SUBCOMMANDS:\n")
    try #require(groups.count == 5)
    for (group, (name, commands)) in zip(
      zip(groups, groups.dropFirst()).map { ($0.split(separator: "\n").last, $1) },
      [
        (
          "AUDIT",
          ["plan", "inject", "check", "probe", "score", "gate", "report", "verify", "remove"]
        ),
        ("EMBEDDED RECOGNISER", ["train", "transcribe"]),
        (
          "ANALYSES", ["rank", "trace", "subsets", "membership", "capacity", "geometry", "compare"]
        ),
        ("FIRST STEPS", ["doctor", "demo", "formats", "profiles"]),
      ])
    {
      #expect(group.0 ?? "" == name)
      for command in commands { #expect("\n\(group.1)".contains("\n  \(command) ")) }
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
  func `completion scripts contain every command and option`(_ shell: String) throws {
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
}
