import AuditModel
import Files
import TestSupport
import Testing

/// Files of format version 1 remain readable.
@Suite struct VersionOneTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test func `a ledger of version 1 is read with the names of version 2`() throws {
    let path = try directory.write("ledger.json", VersionOneFiles.ledger)
    let ledger = try LedgerFile.read(path).ledger
    #expect(ledger.header.design.allocation == [2, 5])
    #expect(ledger.header.design.checkUtterances == 1)
    #expect(ledger.header.design.naturalSpeedProbes)
    #expect(ledger.header.primaryAnalysis.trainingEvidence == .required)
    // Keys that later versions added.
    #expect(ledger.header.primaryAnalysis.partialWeights == nil)
    #expect(ledger.header.primaryAnalysis.weights == [.repetitions])
    #expect(ledger.header.primaryAnalysis.epsilonFewestExact == nil)
    #expect(ledger.header.injection.sourceDirectory == "/data")
    #expect(ledger.header.injectedSeconds == 12.25)
    #expect(ledger.canaries.map(\.block) == [.coin, .fixed(3)])
    #expect(ledger.canaries[0].naturalSpeedID == "n1")
    #expect(ledger.canaries[0].naturalSpeedDigest != nil)
    #expect(ledger.canaries[1].naturalSpeedID == nil)
    #expect(ledger.canaries[0].paddingFrames == 7)
    #expect(ledger.checkUtterances == [CheckUtterance(probeID: "a1", text: "the user says")])
    #expect(ledger.positions == [3])
  }

  @Test func `a changed ledger of version 1 does not match its root`() throws {
    let path = try directory.write(
      "ledger.json", VersionOneFiles.ledger.replacing("maple", with: "mapla"))
    let problem = #expect(throws: Problem.self) { try LedgerFile.read(path) }
    #expect(problem?.field == "root")
  }

  @Test func `a commitment of version 1 belongs to its ledger`() throws {
    let path = try directory.write("commitment.json", VersionOneFiles.commitment)
    let (ledger, root) = try LedgerFile.read(
      try directory.write("ledger.json", VersionOneFiles.ledger))
    #expect(try Commitment.read(path) == Commitment(ledger: ledger, root: root))
  }
}
