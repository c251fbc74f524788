import AuditModel
import Manifests

/// Finds controls among the entries of a training manifest, by their ids and their texts.
struct ListedControls {
  private let ids: AuditIDs
  private let texts: ProbeTexts
  private let ledger: Ledger

  init(_ ledger: Ledger) {
    self.ledger = ledger
    ids = AuditIDs(ledger)
    texts = ProbeTexts(ledger)
  }

  /// The control whose id is in the entry's name or audio, or whose text is the entry's; nil for the
  /// others.
  func find(
    in utterance: Utterance
  ) -> (probe: String, trace: ConsumptionEvidence.LeakedControl.Trace)? {
    for bytes in [Array(utterance.name.utf8)[...], utterance.audio[...]] {
      var control: Int?
      forEachRandomPart(in: bytes) { part, _ in
        if case .control(let probe) = ids[part] { control = probe }
      }
      if let control { return (ledger.probes[control].probeID, .id) }
    }
    let heard = texts.probes(in: utterance.text).keys.sorted()
    return heard.map { ledger.probes[$0] }.first { $0.repetitions == 0 }.map { ($0.probeID, .text) }
  }
}
