import AuditModel
import Files
import Gating
import Testing

/// The gate file that a refusal recommends must be valid.
@Suite struct GateAdviceTests {
  @Test(arguments: [24, 60, 120, 200, 1_000], [1, 3, 8, 20])
  func `a design can pass the gate file of the hint`(coins: Int, blocks: Int) throws {
    var design = Design()
    (design.coins, design.blocks) = (coins, blocks)
    let primaryAnalysis = PrimaryAnalysis(normalizer: "basic-1")
    guard
      (try? DesignCheck.check(design, voices: 4, primaryAnalysis: primaryAnalysis, gate: [])) != nil
    else {
      return
    }
    let impossible = [GateLimit(max: 0.0001, repetitions: [16])]
    let problem = try #require(
      #expect(throws: Problem.self) {
        try DesignCheck.check(design, voices: 4, primaryAnalysis: primaryAnalysis, gate: impossible)
      })
    let hint = try #require(problem.hint)
    let start = try #require(hint.firstIndex(of: "\n"))
    let limits = try GateFile.parse(String(hint[start...])).limits
    #expect(limits.count == 1)
    #expect(limits[0].repetitions == design.repetitions)
    try DesignCheck.check(design, voices: 4, primaryAnalysis: primaryAnalysis, gate: limits)
  }
}
