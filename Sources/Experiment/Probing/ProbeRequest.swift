import AuditModel
import Files
import Integrity
import Speech

/// A request for further probes of an audit.
package struct ProbeRequest: Sendable {
  package var ledger: Ledger
  /// The ledger's Merkle root.
  package var root: Digest
  /// The directory that has the ledger and the probe set.
  package var audit: String
  package var families: Set<ProbeFamily>
  /// The largest number of check utterances that are asked.
  package var checkUtterances = 40
  /// The CTM file with the places of words; nil without one.
  package var alignment: String?
  /// The synthesiser of the canaries, which renders them again to find the places of their words; nil
  /// if it is not at hand.
  package var synthesizer: (any Synthesizer)?
  package var output: String
  package var force = false
  /// The name and version of the program.
  package var tool: String

  package init(
    ledger: Ledger, root: Digest, audit: String, families: Set<ProbeFamily>, output: String,
    tool: String
  ) {
    self.ledger = ledger
    self.root = root
    self.audit = audit
    self.families = families
    self.output = output
    self.tool = tool
  }
}

/// The counts of what was written.
package struct ProbeSummary: Codable, Hashable, Sendable {
  /// The manifest to transcribe.
  package var manifest: String
  package var families: [FamilyCount]
  package var seconds: Double
  /// Check utterances whose audio is not a readable file, which are not asked.
  package var leftOutCheckUtterances: Int
  /// Canaries and controls whose words have no known place, or that are too short to hide any. They
  /// have no masked probe.
  package var unmasked: Int

  package struct FamilyCount: Codable, Hashable, Sendable {
    package var family: ProbeFamily
    package var strengths: [String]
    package var probes: Int
  }
}
