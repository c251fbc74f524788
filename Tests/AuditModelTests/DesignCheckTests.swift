import AuditModel
import Files
import Statistics
import Testing

@Suite struct DesignCheckTests {
  private let primaryAnalysis = PrimaryAnalysis(normalizer: "basic-1")

  private func refusal(
    gate: [GateLimit] = [], _ change: (inout Design) -> Void = { _ in }
  ) -> Problem? {
    var design = Design()
    change(&design)
    do throws(Problem) {
      try DesignCheck.check(design, voices: 4, primaryAnalysis: primaryAnalysis, gate: gate)
      return nil
    } catch {
      return error
    }
  }

  @Test func `the default design passes with the default gate`() {
    #expect(refusal(gate: GateLimit.standard) == nil)
  }

  @Test func `a design with too few possible assignments cannot reject`() throws {
    let problem = try #require(
      refusal { ($0.coins, $0.blocks, $0.repetitions) = (8, 0, [1]) })
    #expect(problem.kind == .usage)
    #expect(problem.message.contains("cannot detect anything"))
  }

  @Test func `few permutations cannot reject either`() throws {
    var few = primaryAnalysis
    few.permutations = 38
    let problem = #expect(throws: Problem.self) {
      try DesignCheck.check(Design(), voices: 4, primaryAnalysis: few, gate: [])
    }
    #expect(problem?.message.contains("0.026") == true)
    few.permutations = 39
    try DesignCheck.check(Design(), voices: 4, primaryAnalysis: few, gate: [])
  }

  @Test func `fourteen controls are the fewest whose rate can be shown to lie under a fifth`() {
    let bound = { Proportion(hits: 0, trials: $0).clopperPearsonUpperBound(confidence: 0.95) }
    #expect(DesignCheck.fewestControls == 14)
    #expect(bound(14) <= 0.20)
    #expect(bound(13) > 0.20)
  }

  @Test func `a speed needs fourteen controls in the worst case of its coins`() throws {
    func withBlocks(_ controls: Int) -> Problem? {
      refusal {
        ($0.coins, $0.blocks, $0.repetitions) = (0, 1, [2])
        $0.allocation = [14, controls]
      }
    }
    #expect(withBlocks(14) == nil)
    let refused = try #require(withBlocks(13))
    #expect(refused.message.contains("13 controls"))
    // 40 coins leave 12 tails or fewer in one of a hundred draws.
    #expect(refusal { ($0.coins, $0.blocks, $0.repetitions) = (40, 0, [1]) } != nil)
    #expect(refusal { ($0.coins, $0.blocks, $0.repetitions) = (60, 0, [1]) } == nil)
  }

  @Test(arguments: [(0.20, 14), (0.10, 29), (0.05, 59), (0.02, 149), (0.01, 299)])
  func `a limit needs so many pooled canaries`(limit: Double, needed: Int) throws {
    func check(_ canaries: Int) -> Problem? {
      refusal(gate: [GateLimit(max: limit, repetitions: [2])]) {
        ($0.coins, $0.blocks, $0.repetitions) = (0, 1, [2])
        $0.allocation = [canaries, 20]
      }
    }
    #expect(check(needed) == nil)
    let refused = try #require(check(needed - 1))
    #expect(refused.kind == .usage)
    #expect(refused.field == nil)
    #expect(refused.message.contains("needs \(needed) trained"))
    #expect(refused.message.contains("has \(needed - 1) and 20 controls"))
  }

  @Test func `tiers of one limit are pooled, and coins count as the fewest heads`() {
    let design = Design()
    let pooled = { design.fewestTrained(in: $0) }
    #expect(pooled([8, 16]) == 40)
    #expect(pooled([2, 4, 8, 16]) == 120)
    // 100 minus 2.33 standard deviations of 200 coin flips.
    #expect(pooled([1]) == 83)
    #expect(pooled([1, 2]) == 123)
  }

  @Test func `a limit that is off needs nothing`() {
    #expect(refusal(gate: [GateLimit(max: 0.01, repetitions: [16], level: .off)]) == nil)
    #expect(refusal(gate: [GateLimit(max: 0.01, repetitions: [16], level: .warn)]) != nil)
  }

  @Test func `a limit on a tier without canaries is refused`() throws {
    let problem = try #require(refusal(gate: [GateLimit(max: 0.2, repetitions: [1, 3])]))
    #expect(problem.message.contains("no canary is trained 3 times"))
    #expect(problem.hint?.contains("gate:") == true)
  }

  @Test(arguments: [0, 1, -0.1, 1.5, .nan])
  func `a limit is between 0 and 1`(max: Double) throws {
    let problem = try #require(refusal(gate: [GateLimit(max: max, repetitions: [1])]))
    #expect(problem.field == "max")
  }

  @Test func `a limit names a tier`() throws {
    let problem = try #require(refusal(gate: [GateLimit(max: 0.2, repetitions: [])]))
    #expect(problem.field == "repetitions")
  }

  @Test func `an invalid design is refused first`() throws {
    #expect(try #require(refusal { $0.speeds = [] }).field == "speeds")
  }

  @Test func `a refusal carries its values`() throws {
    let problem = try #require(
      refusal { ($0.coins, $0.blocks, $0.repetitions) = (8, 0, [1]) })
    guard
      case .cannotReject(let smallest, let needed, let manyVoices) = problem.cause
        as? DesignProblem
    else {
      Issue.record("\(problem)")
      return
    }
    #expect(smallest > needed && needed == 0.025)
    #expect(manyVoices)
  }
}
