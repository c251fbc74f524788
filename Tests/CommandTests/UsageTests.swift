import TestSupport
import Testing

/// Requests that the command line cannot parse: exit status 64, and the error names the correction.
struct UsageTests {
  static let mistypedOptions: [([String], String)] = [
    (
      ["inject", "--manifst", "x", "--output", "y"],
      "unknown option '--manifst'; did you mean '--manifest'?"
    ),
    (
      ["score", "--ledgr", "x", "--transcripts", "y", "--output", "z"],
      "unknown option '--ledgr'; did you mean '--ledger'?"
    ),
    (
      ["inject", "--manifest", "x", "--output", "y", "--speed", "2"],
      "unknown option '--speed'; did you mean '--speeds'?"
    ),
    (["train", "--max-grad=1"], "unknown option '--max-grad'; did you mean '--max-grad-norm'?"),
    (["formats", "--jsn"], "unknown option '--jsn'; did you mean '--json'?"),
    (["formats", "-json"], "unknown option '-json'; did you mean '--json'?"),
    (["gate", "report.json", "--gat", "x"], "unknown option '--gat'; did you mean '--gate'?"),
    (
      ["verify", "--ledgr", "x", "--ledger", "y"],
      "unknown option '--ledgr'; did you mean '--ledger'?"
    ),
    (["demo", "--outptu", "x"], "unknown option '--outptu'; did you mean '--output'?"),
    (["demo", "page", "--outptu", "x"], "unknown option '--outptu'\n"),
    (["verify", "--bananas"], "unknown option '--bananas'\n"),
    (["--verison"], "unknown option '--verison'; did you mean '--version'?"),
  ]

  @Test(arguments: mistypedOptions)
  func `a mistyped option is named with the nearest one`(
    _ arguments: [String], _ says: String
  ) throws {
    let path = arguments.prefix { !$0.hasPrefix("-") && !$0.contains(".") }
    let command = (["asr-audit"] + (path == ["demo"] ? ["demo", "run"] : path))
      .joined(separator: " ")
    expectProblem(
      try asrAudit(arguments), status: 64, saying: "error: \(says)",
      "hint: '\(command) --help' lists the options")
  }

  @Test(arguments: [
    (["injekt", "--manifest", "x"], "unknown command 'injekt'; did you mean 'inject'?"),
    (["injct"], "unknown command 'injct'; did you mean 'inject'?"),
    (["transkribe", "--loss"], "unknown command 'transkribe'; did you mean 'transcribe'?"),
    (["bananas"], "unknown command 'bananas'\n"),
    (["demo", "corpsu", "--output", "x"], "unknown command 'corpsu'; did you mean 'corpus'?"),
  ])
  func `a mistyped command is named with the nearest one`(
    _ arguments: [String], _ says: String
  ) throws {
    expectProblem(
      try asrAudit(arguments), status: 64, saying: "error: \(says)", "--help' lists the commands")
  }

  @Test(arguments: [
    (["plan", "--coins", "-5"], "--coins"), (["plan", "--exposure", "-1"], "'--exposure'"),
    (["plan", "--closer", "-0.1,0"], "for each of the tiers"),
    (["inject", "--seed", "-7"], "'-7'"),
    (["train", "--manifest", "x", "--output", "y", "--threads", "-2"], "'--threads'"),
  ])
  func `a negative number is a value, and the option's own range is named`(
    _ arguments: [String], _ option: String
  ) throws {
    let result = try asrAudit(arguments)
    expectProblem(result, status: 64, saying: option)
    #expect(!result.errors.contains("Missing value"))
  }

  @Test(arguments: [
    (["inject", "--json"], "Missing expected argument '--manifest <"),
    (["inject", "--manifest"], "Missing value for '--manifest <"),
    (["gate", "--", "--jsn", "x"], "Unexpected argument 'x'"),
    (["formats", "more"], "Unexpected argument 'more'"),
    (["score", "--ledger", "x"], "Missing expected argument '--transcripts <"),
    (["gate"], "Missing expected argument '<report>'"),
    (["plan", "--coins", "many"], "The value 'many' is invalid for '--coins <"),
  ])
  func `a request that lacks or adds something is shown the usage`(
    _ arguments: [String], _ says: String
  ) throws {
    expectProblem(
      try asrAudit(arguments), status: 64, saying: "asr-audit: error: \(says)",
      "Usage: asr-audit \(arguments[0])")
  }

  @Test(arguments: [
    ["formats", "--json", "--"], ["help", "injekt"], ["--help", "--manifst"],
    ["demo", "page", "--help"],
  ])
  func `a request without a mistake is not touched`(_ arguments: [String]) throws {
    try expectSuccess(asrAudit(arguments))
  }

  /// After `--` an argument is a file name, whatever it looks like.
  @Test func `a file whose name looks like an option can be given`() throws {
    expectProblem(try asrAudit(["gate", "--", "--gat"]), status: 66, saying: "--gat: ")
    expectProblem(
      try asrAudit(["verify", "--ledger=-5.json"]), status: 66, saying: "-5.json: ")
  }
}
