import Transcripts

/// What else is known of the probes, beside the transcripts. Each is described apart and decides
/// nothing.
package struct SupplementaryInputs: Sendable {
  /// The audited model's loss of every probe's reference; any unit, lower is better known.
  package var losses: TranscriptReader?
  /// The same from a model that never saw the canaries.
  package var referenceLosses: TranscriptReader?
  /// What such a model wrote down.
  package var referenceTranscripts: TranscriptReader?

  package init() {}
}
