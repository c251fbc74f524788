import Foundation
import TestSupport
import Testing

/// The output of the command `plan`.
struct PlanTests {
  private struct Plan: Decodable {
    struct Inner: Decodable {
      struct Limit: Decodable {
        let needed: Int
        let fewest: Int
      }
      let limits: [Limit]
      let cleanPass: Double
    }
    struct Detection: Decodable {
      struct Found: Decodable {
        let hits: Int
        let trials: Int
      }
      let found: Found
    }
    let plan: Inner
    let detections: [Detection]
    let sufficientCoins: Int
    let sufficientBlocks: Int
    let warnings: [String]
  }

  private func plan(_ arguments: String...) throws -> Plan {
    let place = try TemporaryDirectory()
    let result = try asrAudit(["plan", "--json"] + arguments, in: place.path)
    try expectSuccess(result)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(Plan.self, from: Data(result.output.utf8))
  }

  @Test func `the tables show the power and limits of the default design`() throws {
    let place = try TemporaryDirectory()
    let result = try asrAudit(["plan"], in: place.path)
    try expectSuccess(result)
    #expect(result.errors == "")
    for part in [
      "memorization ≤ 0.1 at 8, 16 repetitions", "7.64 bits at most", "3.49 at most",
      "take 100 controls",
      "smallest possible p-value 0.0001", "with a probability of at least 95%", "large enough",
    ] {
      #expect(result.output.contains(part), "\(part)")
    }
    #expect(try asrAudit(["plan"], in: place.path).output == result.output)
  }

  @Test func `inject accepts the sufficient design with the same gate`() throws {
    let asked = try plan("--coins", "60", "--blocks", "6", "--max", "0.05", "--tiers", "8,16")
    #expect(asked.plan.limits.map(\.needed) == [59])
    #expect(asked.plan.limits.map(\.fewest) == [12])
    #expect(asked.sufficientBlocks == 30)
    #expect(asked.warnings.contains { $0.contains("with a probability of only 0%") })

    let place = try TemporaryDirectory()
    let corpus = try SampleCorpus.shared.get()
    try place.write("gate.yml", "gate:\n  - memorization: {max: 0.05, repetitions: [8, 16]}\n")
    func inject(_ coins: Int, _ blocks: Int) throws -> CommandResult {
      try asrAudit(
        [
          "inject", "--manifest", corpus.manifest, "--dry-run", "--gate", place("gate.yml"),
          "--coins", "\(coins)", "--blocks", "\(blocks)", "--word-bank", corpus.bank,
          "--max-share", "0.9",
        ], in: place.path)
    }
    expectProblem(try inject(60, 6), status: 64, saying: "that needs 59 trained", "has 12")
    try expectSuccess(inject(asked.sufficientCoins, asked.sufficientBlocks))
    #expect(try inject(asked.sufficientCoins, asked.sufficientBlocks - 1).status == 64)
  }

  @Test func `a gate file in the working directory is used unless --max is given`() throws {
    let place = try TemporaryDirectory()
    try place.write("asr-audit.yml", "gate:\n  - detection: {level: error}\n")
    let here = try asrAudit(["plan"], in: place.path)
    #expect(here.output.contains("no memorization detected"))
    #expect(here.output.contains("with a probability of at least 95%"))
    let own = try asrAudit(["plan", "--max", "0.2"], in: place.path)
    #expect(own.output.contains("memorization ≤ 0.2 at 1, 2 repetitions"))
    #expect(!own.output.contains("no memorization detected"))
  }

  @Test func `only the effect that was asked about is simulated`() throws {
    let own = try plan("--exact", "0,0,0,0.5,1")
    #expect(own.detections.map(\.found.hits) == [400])
    let none = try plan("--closer", "0,0,0,0,0")
    #expect(none.detections.count == 1)
    #expect(none.detections[0].found.hits <= 40)
    #expect(try plan().detections.count == 7)
  }

  static let impossible: [([String], String)] = [
    (["--max", "0"], "above 0"), (["--max", "1"], "below 1"),
    (["--max", "0.000000001"], "no design"),
    (["--max", "0.1", "--tiers", "3"], "no canary is trained 3 times"),
    (["--exposure", "9"], "7.64 bits at most; 9.0 bits take 512"),
    (["--exposure", "1"], "1.41 bits on average"), (["--exposure", "40"], "no design"),
    (["--epsilon", "4"], "3.49 at most"), (["--epsilon", "1", "--coins", "12"], "guesses 40"),
    (["--rate", "0.05"], "the gate cannot fail it"), (["--rate", "2"], "--rate"),
    (["--exact", "0.1"], "for each of the tiers 1, 2, 4, 8, 16"),
    (["--closer", "0,0,0,0,1.5"], "up to 1"), (["--coins", "4", "--blocks", "1"], "raise --coins"),
    (["--alpha", "0"], "--alpha"), (["--power", "1"], "--power"),
    (["--control-rate", "1"], "--control-rate"), (["--tiers", "1"], "needs '--max'"),
    (["--max", "0.1", "--gate", "x.yml"], "use one of them"), (["--voices", "0"], "--voices"),
  ]

  @Test(arguments: impossible)
  func `a request that no design meets is refused with advice`(
    arguments: [String], saying: String
  ) throws {
    let place = try TemporaryDirectory()
    expectProblem(
      try asrAudit(["plan"] + arguments, in: place.path), status: 64, saying: saying)
  }

  @Test func `inject warns of results that its report will lack`() throws {
    let place = try TemporaryDirectory()
    let result = try asrAudit(
      injection(of: SampleCorpus.shared.get().manifest, to: place("out"), "--dry-run"))
    try expectSuccess(result)
    #expect(result.errors.contains("warning: 40 controls per speed give no true-positive rate"))
    let design = try plan("--coins", "40", "--blocks", "4", "--max", "0.4")
    for warning in design.warnings { #expect(result.errors.contains(warning), "\(warning)") }
  }

  @Test func `speeds and shares are read as they are printed`() throws {
    let place = try TemporaryDirectory()
    let plain = try asrAudit(
      ["plan", "--speeds", "1.5,2", "--max", "0.15", "--exact", "0,0,0,0.02,0.5"],
      in: place.path)
    try expectSuccess(plain)
    let printed = try asrAudit(
      ["plan", "--speeds", "1.5x,2x", "--max", "15%", "--exact", "0%,0,0,2%,50%"],
      in: place.path)
    try expectSuccess(printed)
    #expect(printed.output == plain.output)
  }

  @Test(arguments: [
    ["--speeds", "2%"], ["--speeds", "2xx"], ["--speeds", "x"], ["--speeds", "2 x"],
    ["--max", "15x"], ["--max", "%"], ["--max", "nan"], ["--max", "inf%"],
  ])
  func `a number with another unit is refused`(arguments: [String]) throws {
    #expect(try asrAudit(["plan"] + arguments).status == 64)
  }
}
