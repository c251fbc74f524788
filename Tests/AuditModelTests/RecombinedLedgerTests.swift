import AuditModel
import Files
import Integrity
import Randomness
import TestSupport
import Testing

/// Recombined controls in ledgers and commitments.
@Suite struct RecombinedLedgerTests {
  private static func sample() -> Ledger {
    var ledger = Ledgers.sample()
    ledger.header.design.recombinedControls = true
    ledger.canaries = ledger.canaries.filter { $0.role != .tracer && $0.text.count > 1 }
    ledger.recombinedControls = ledger.canaries.map { canary in
      var control = canary
      control.probeID = "c" + canary.probeID
      control.naturalSpeedID = canary.naturalSpeedID.map { "c" + $0 }
      control.text = String(String.UnicodeScalarView(canary.text.unicodeScalars.reversed()))
      (control.role, control.recombines) = (.recombined, canary.probeID)
      (control.repetitions, control.trainingIDs) = (0, [])
      return control
    }
    return ledger
  }

  private func read(_ ledger: Ledger) throws -> (ledger: Ledger, root: Digest) {
    let place = try TemporaryDirectory()
    _ = try LedgerFile.write(ledger, to: place("ledger.json"))
    return try LedgerFile.read(place("ledger.json"))
  }

  @Test func `a ledger with recombined controls reads back`() throws {
    let ledger = Self.sample()
    let place = try TemporaryDirectory()
    let root = try LedgerFile.write(ledger, to: place("ledger.json"))
    let found = try LedgerFile.read(place("ledger.json"))
    #expect(found.root == root)
    #expect(found.ledger.canaries == ledger.canaries)
    #expect(found.ledger.recombinedControls == ledger.recombinedControls)
    #expect(found.ledger.header == ledger.header)
    #expect(found.ledger.probes.count == 2 * ledger.canaries.count)
    #expect(found.ledger.trainingIDs == ledger.trainingIDs)
  }

  @Test func `the commitment counts recombined controls, and reads back`() throws {
    let ledger = Self.sample()
    let commitment = Commitment(ledger: ledger, root: Digest(of: [1]))
    #expect(commitment.canaries == ledger.canaries.count)
    #expect(commitment.recombinedControls == ledger.canaries.count)
    #expect(commitment.leaves == 2 + 2 * ledger.canaries.count + ledger.checkUtterances.count)
    let place = try TemporaryDirectory()
    try writeFile(place("commitment.json"), commitment.encoded)
    #expect(try Commitment.read(place("commitment.json")) == commitment)
  }

  @Test func `a ledger without them has no key for them, and reads with the arm off`() throws {
    let place = try TemporaryDirectory()
    _ = try LedgerFile.write(Ledgers.sample(), to: place("ledger.json"))
    let text = String(decoding: try readFile(place("ledger.json")), as: UTF8.self)
    #expect(!text.contains("\"recombined_controls\": ["))
    let ledger = try LedgerFile.read(place("ledger.json")).ledger
    #expect(!ledger.header.design.recombinedControls && ledger.recombinedControls.isEmpty)
    #expect(Commitment(ledger: ledger, root: Digest(of: [1])).recombinedControls == nil)
  }

  @Test func `a changed recombined control does not match the root`() throws {
    let place = try TemporaryDirectory()
    _ = try LedgerFile.write(Self.sample(), to: place("ledger.json"))
    var text = String(decoding: try readFile(place("ledger.json")), as: UTF8.self)
    let start = try #require(text.range(of: "recombined_controls\": [")).upperBound
    let range = try #require(text.range(of: "\"frames\":29403", range: start..<text.endIndex))
    text.replaceSubrange(range, with: "\"frames\":29404")
    try place.write("changed.json", text)
    let problem = #expect(throws: Problem.self) { try LedgerFile.read(place("changed.json")) }
    #expect(problem?.field == "root")
  }

  struct Fault: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let field: String
    let change: @Sendable (inout Ledger) -> Void

    init(
      _ field: String, _ description: String, _ change: @escaping @Sendable (inout Ledger) -> Void
    ) {
      (self.field, testDescription, self.change) = (field, description, change)
    }
  }

  @Test(arguments: [
    Fault("recombined_controls", "one is missing") { $0.recombinedControls.removeLast() },
    Fault("recombined_controls", "the design has none") {
      $0.header.design.recombinedControls = false
    },
    Fault("recombined_controls.0.role", "another role") {
      $0.recombinedControls[0].role = .control
    },
    Fault("recombined_controls.0.recombines", "another order") {
      $0.recombinedControls.swapAt(0, 1)
    },
    Fault("recombined_controls.0.repetitions", "trained") {
      $0.recombinedControls[0].repetitions = 1
      $0.recombinedControls[0].trainingIDs = ["t"]
    },
    Fault("recombined_controls.1.block", "another voice") { $0.recombinedControls[1].voice = "x" },
    Fault("recombined_controls.1.text", "the same text") {
      $0.recombinedControls[1].text = $0.canaries[1].text
    },
    Fault("recombined_controls.1.text", "other words") { $0.recombinedControls[1].text += "x" },
    Fault("canaries", "an id twice") {
      $0.recombinedControls[1].probeID = $0.canaries[0].probeID
    },
    Fault("canaries.0.role", "among the canaries") { $0.canaries[0].role = .recombined },
    Fault("header.design.length", "a single word") { $0.header.design.length = 1 },
  ])
  func `a contradiction is named`(_ fault: Fault) throws {
    var ledger = Self.sample()
    fault.change(&ledger)
    let place = try TemporaryDirectory()
    _ = try LedgerFile.write(ledger, to: place("ledger.json"))
    let problem = #expect(throws: Problem.self) { try LedgerFile.read(place("ledger.json")) }
    #expect(problem?.field == fault.field, "\(String(describing: problem))")
  }

  @Test func `which text is the canary is a fair coin of its own`() {
    var heads = Array(repeating: 0, count: 50)
    var pairs = [0, 0, 0, 0]
    for seed in 0..<2_000 {
      let tosses = firstTextIsCanary(count: 50, seed: Seed(short: UInt64(seed)))
      for (index, isHead) in tosses.enumerated() where isHead { heads[index] += 1 }
      for index in stride(from: 0, to: 50, by: 2) {
        pairs[(tosses[index] ? 2 : 0) + (tosses[index + 1] ? 1 : 0)] += 1
      }
    }
    for count in heads { #expect(abs(count - 1_000) < 5 * 23) }
    for count in pairs { #expect(abs(count - 12_500) < 5 * 97) }
  }

  /// With the stream of the roles, the trained order would follow from the role.
  @Test func `the coin of the order is independent of the role`() {
    var design = Design()
    (design.coins, design.blocks, design.repetitions, design.allocation) = (60, 0, [1], [])
    let candidates = candidates(of: design, voices: ["v"])
    var table = [0, 0, 0, 0]
    for number in 0..<500 {
      let seed = Seed(short: UInt64(number))
      let roles = assign(
        candidates, tokenCounts: candidates.map { _ in 20 }, design: design, seed: seed)
      let orders = firstTextIsCanary(count: candidates.count, seed: seed)
      for (role, isFirst) in zip(roles, orders) {
        table[(role.role == .trained ? 2 : 0) + (isFirst ? 1 : 0)] += 1
      }
    }
    // 30,000 pairs of coins: a standard deviation of 75 for each cell.
    for count in table { #expect(abs(count - 7_500) < 5 * 75) }
  }
}
