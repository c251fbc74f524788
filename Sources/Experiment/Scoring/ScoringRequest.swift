import AuditModel
import Files
import Statistics

/// The inputs and settings of one scoring.
package struct ScoringRequest: Sendable {
  package var ledger: Ledger
  /// The ledger's Merkle root, in hexadecimal.
  package var root: String
  package var commitment: Report.LedgerRecord.CommitmentState
  package var normalizer: Normalizer
  package var missing = MissingPolicy.error
  package var matching = MatchingRules()
  /// Removes text that most transcripts share and no reference contains (`SharedText`) before scoring.
  package var removesSharedText = false
  /// The name and version of the program, for the report.
  package var tool: String
  /// The model and checkpoint in the team's words, for the report.
  package var label: String?
  /// The evidence of the canaries that training used; nil without an evidence file.
  package var evidence: ConsumptionEvidence?
  /// The loudness of canaries by probe id, in any unit; empty if the audio was not read.
  package var loudness: [String: Double] = [:]
  /// Features of the sounds of canaries by probe id, as many for each canary; empty if the audio was not
  /// read. Canaries without an entry are not compared.
  package var sounds: [String: [Double]] = [:]
  /// The privacy that the training promises for one utterance; nil if nothing is promised.
  package var promise: PrivacyGuarantee?
  /// The day of the scoring in UTC, for the report.
  package var date: CalendarDate?

  package init(
    ledger: Ledger, root: String, commitment: Report.LedgerRecord.CommitmentState,
    normalizer: Normalizer, tool: String
  ) {
    self.ledger = ledger
    self.root = root
    self.commitment = commitment
    self.normalizer = normalizer
    self.tool = tool
  }

  /// The ways in which the request departs from what was declared before training, in sentences.
  var mismatches: [String] {
    var mismatches: [String] = []
    if commitment == .differs {
      mismatches.append("The commitment was made for another ledger.")
    }
    let declared = ledger.header.primaryAnalysis.normalizer
    if normalizer.label != declared {
      mismatches.append(
        "The normaliser is \(normalizer.label), but the ledger declares \(declared).")
    }
    return mismatches
  }
}
