import AuditModel
import Files
import TestSupport
import Testing

/// Ledgers with a matching root and a content that contradicts itself.
@Suite struct HostileLedgerTests {
  struct Lie: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let change: @Sendable (inout Ledger) -> Void

    init(_ what: String, _ change: @escaping @Sendable (inout Ledger) -> Void) {
      testDescription = what
      self.change = change
    }
  }

  static let lies: [Lie] = [
    Lie("no permutations") { $0.header.primaryAnalysis.permutations = 0 },
    Lie("too many permutations") { $0.header.primaryAnalysis.permutations = 1 << 40 },
    Lie("a level above 1") { $0.header.primaryAnalysis.alpha = 2 },
    Lie("a level of 0") { $0.header.primaryAnalysis.alpha = 0 },
    Lie("no weight") { $0.header.primaryAnalysis.partialWeights = [] },
    Lie("a weight twice") { $0.header.primaryAnalysis.partialWeights = [.log, .log] },
    Lie("no exact transcript for a rule of them") {
      $0.header.primaryAnalysis.epsilonFewestExact = 0
    },
    Lie("no looks") { $0.header.primaryAnalysis.looks = 0 },
    Lie("too many looks") { $0.header.primaryAnalysis.looks = 21 },
    Lie("no manifest file") { $0.header.corpus.files = [] },
    Lie("speeds that no design has") { $0.header.design.speeds = [-1] },
    Lie("a negative count") { $0.header.design.coins = -5 },
    Lie("a control that was trained") { $0.canaries[0].role = .control },
    Lie("a trained canary without a copy") {
      $0.canaries[0].repetitions = 0
      $0.canaries[0].trainingIDs = []
    },
    Lie("a path for an audio folder") { $0.header.injection.audioFolder = "../elsewhere" },
    Lie("a path for a manifest") { $0.header.corpus.manifestName = "../../etc/passwd" },
    Lie("a path for an id") { $0.canaries[1].probeID = "../x" },
    Lie("a path for a training id") { $0.canaries[0].trainingIDs = ["a/b"] },
    Lie("an empty text") { $0.canaries[0].text = "" },
    Lie("a speed of 0") { $0.canaries[0].speed = 0 },
    Lie("fewer ids than repetitions") { $0.canaries[2].repetitions = 5 },
    Lie("a natural-speed probe without a digest") { $0.canaries[0].naturalSpeedDigest = nil },
    Lie("one id for two canaries") { $0.canaries[1].probeID = $0.canaries[0].probeID },
  ]

  @Test(arguments: lies)
  func `a ledger that contradicts itself is refused when it is read`(_ lie: Lie) throws {
    let directory = try TemporaryDirectory()
    var ledger = Ledgers.sample()
    _ = try LedgerFile.write(ledger, to: directory("honest.json"))
    _ = try LedgerFile.read(directory("honest.json"))
    lie.change(&ledger)
    _ = try LedgerFile.write(ledger, to: directory("lie.json"))
    let problem = #expect(throws: Problem.self) { try LedgerFile.read(directory("lie.json")) }
    #expect(problem?.kind == .badData)
  }
}
