import AuditModel
import Files
import Testing

@Suite struct DesignTests {
  @Test func `the default trains 100, 40, 40, 20 and 20 canaries in expectation`() {
    let design = Design()
    #expect(design.repetitions == [1, 2, 4, 8, 16])
    #expect(Double(design.coins) / 2 == 100)
    #expect(design.blockTiers.map(design.assigned) == [40, 40, 20, 20])
    #expect(design.coinTier == 1)
  }

  @Test func `the default has 200 controls and 820 copies in expectation`() {
    let design = Design()
    #expect(design.coins / 2 + design.blocks * design.allocation.last! == 200)
    #expect(design.expectedCopiesPerSpeed == 820)
  }

  @Test func `the default is valid`() throws {
    try Design().validate()
  }

  @Test func `without coins the blocks assign canaries to every tier`() throws {
    var design = Design()
    design.coins = 0
    design.allocation = Design.standardAllocation(for: design.repetitions)
    try design.validate()
    #expect(design.coinTier == nil)
    #expect(design.blockTiers == design.repetitions)
    #expect(design.assigned(to: 1) == 40)
    #expect(design.assigned(to: 3) == 0)
  }

  @Test func `coins alone are a design of one tier`() throws {
    var design = Design()
    design.repetitions = [4]
    design.blocks = 0
    design.allocation = []
    try design.validate()
    #expect(design.expectedCopiesPerSpeed == 400)
  }

  @Test
  func `a standard allocation has two canaries up to 4 repetitions, one above, and five controls`()
  {
    #expect(Design.standardAllocation(for: [1, 2, 4, 8, 16]) == [2, 2, 2, 1, 1, 5])
    #expect(Design.standardAllocation(for: [5]) == [1, 5])
  }

  @Test func `tracers count with their 64 copies each`() {
    var design = Design()
    design.tracers = 3
    #expect(design.expectedCopiesPerSpeed == 820 + 3 * 64)
  }

  struct Refusal: Sendable, CustomTestStringConvertible {
    let field: String
    let testDescription: String
    let change: @Sendable (inout Design) -> Void

    init(_ field: String, _ what: String, _ change: @escaping @Sendable (inout Design) -> Void) {
      self.field = field
      testDescription = "\(field): \(what)"
      self.change = change
    }
  }

  static let refusals: [Refusal] = [
    Refusal("speeds", "none") { $0.speeds = [] },
    Refusal("speeds", "too slow") { $0.speeds = [0.49] },
    Refusal("speeds", "too fast") { $0.speeds = [2, 10.1] },
    Refusal("speeds", "infinite") { $0.speeds = [.infinity] },
    Refusal("speeds", "not a number") { $0.speeds = [.nan] },
    Refusal("speeds", "twice") { $0.speeds = [2, 3, 2] },
    Refusal("repetitions", "none") { $0.repetitions = [] },
    Refusal("repetitions", "zero") { $0.repetitions = [0, 2, 4, 8, 16] },
    Refusal("repetitions", "too many") { $0.repetitions = [1, 2, 4, 8, 1025] },
    Refusal("repetitions", "equal") { $0.repetitions = [1, 2, 2, 8, 16] },
    Refusal("repetitions", "descending") { $0.repetitions = [1, 4, 2, 8, 16] },
    Refusal("coins", "negative") { $0.coins = -1 },
    Refusal("coins", "too many") { $0.coins = 1_000_001 },
    Refusal("coins", "negative blocks") { $0.blocks = -1 },
    Refusal("coins", "too many blocks") { $0.blocks = 100_001 },
    Refusal("coins", "no canary at all") { ($0.coins, $0.blocks) = (0, 0) },
    Refusal("blocks", "no tier for blocks") { $0.repetitions = [1] },
    Refusal("blocks", "tiers without canaries") { $0.blocks = 0 },
    Refusal("allocation", "too few numbers") { $0.allocation = [2, 2, 1, 5] },
    Refusal("allocation", "too many numbers") { $0.allocation = [2, 2, 1, 1, 1, 5] },
    Refusal("allocation", "a zero") { $0.allocation = [2, 2, 0, 1, 5] },
    Refusal("allocation", "more than a thousand") { $0.allocation = [2, 2, 1, 1, 1001] },
    Refusal("length", "none") { $0.length = 0 },
    Refusal("length", "too many") { $0.length = 51 },
    Refusal("check_utterances", "negative") { $0.checkUtterances = -1 },
    Refusal("check_utterances", "too many") { $0.checkUtterances = 10_001 },
    Refusal("tracers", "negative") { $0.tracers = -1 },
    Refusal("tracers", "too many") { $0.tracers = 1_001 },
  ]

  @Test(arguments: refusals)
  func `a contradiction is a usage problem that names its field and no option`(_ refusal: Refusal) {
    var design = Design()
    refusal.change(&design)
    let problem = #expect(throws: Problem.self) { try design.validate() }
    #expect(problem?.kind == .usage)
    #expect(problem?.field == refusal.field)
    #expect(problem?.cause is DesignProblem)
    #expect(problem?.description.contains("--") == false)
  }
}
