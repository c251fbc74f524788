/// The keys that format version 1 of ledgers, commitments and reports used, and the keys that
/// replaced them in version 2. Files of version 1 remain readable.
package enum VersionOneKeys {
  private static let common = [
    "headline": "primary_analysis",
    "consumption": "training_evidence",
    "deal": "allocation",
    "twins": "natural_speed_probes",
    "planting": "injection",
    "planted_seconds": "injected_seconds",
    "twin": "natural_speed",
    "twin_audio": "natural_speed_audio",
    "design.anchors": "check_utterances",
  ]

  /// The keys to pass to `JSONCoding.decoded` for a ledger or a commitment of this version.
  package static func ledger(version: Int) -> [String: String] {
    version == 1 ? common.merging(["anchors": "check_utterances"]) { old, _ in old } : [:]
  }

  /// The keys to pass to `JSONCoding.decoded` for a report of this version. Early reports of version 2
  /// had two other keys for transcripts.
  package static func report(version: Int) -> [String: String] {
    let early = ["heard": "transcript", "heard_as_canary": "transcribed_as_canary"]
    return version == 1
      ? common.merging(["anchors": "decoder_check"]) { old, _ in old }.merging(early) { old, _ in
        old
      }
      : early
  }
}
