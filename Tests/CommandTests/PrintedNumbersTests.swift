import TestSupport
import Testing

/// Speeds and shares are accepted in the form in which tables and messages print them.
struct PrintedNumbersTests {
  @Test func `a plan takes shares and speeds as printed`() throws {
    let printed = [
      "--speeds", "2x", "--max", "5%", "--rate", "30%", "--control-rate", "1%", "--power", "90%",
      "--alpha", "1%", "--exact", "0%,0%,20%,20%,60%", "--closer", "0%,1%,2%,2.5%,10%",
    ]
    let plain = [
      "--speeds", "2", "--max", "0.05", "--rate", "0.3", "--control-rate", "0.01", "--power", "0.9",
      "--alpha", "0.01", "--exact", "0,0,0.2,0.2,0.6", "--closer", "0,0.01,0.02,0.025,0.1",
    ]
    let result = try asrAudit(["plan", "--json"] + printed)
    try expectSuccess(result)
    #expect(try asrAudit(["plan", "--json"] + plain).output == result.output)
  }

  @Test func `an injection takes its share and its speeds as printed`() throws {
    let manifest = try SampleCorpus.shared.get().manifest
    let plain = try injection(
      of: manifest, to: "unused", "--dry-run", "--max-share", "0.15", "--speeds", "2,3")
    let printed = try injection(
      of: manifest, to: "unused", "--dry-run", "--max-share", "15%", "--speeds", "2x,3x")
    let result = try asrAudit(printed)
    try expectSuccess(result)
    #expect(try asrAudit(plain).output == result.output)
  }

  @Test(arguments: [
    ["--speeds", "2%"], ["--speeds", "x"], ["--max", "5x"], ["--max", "%"], ["--max", "5 %"],
    ["--exact", "0%,,1%"],
  ])
  func `a number with the wrong unit is refused`(_ options: [String]) throws {
    expectProblem(try asrAudit(["plan"] + options), status: 64, saying: options[0], options[1])
  }
}
