import Transcripts

/// Evidence besides the transcripts. It is reported separately and never decides the verdict.
package struct SupplementaryInputs: Sendable {
  /// The audited model's loss on every probe's reference text, in any unit; lower is better.
  package var losses: TranscriptReader?
  /// The losses of a reference model that never saw the canaries.
  package var referenceLosses: TranscriptReader?
  /// The transcripts of the probe set by a reference model.
  package var referenceTranscripts: TranscriptReader?
  /// The transcripts of further probes.
  package var probes: ProbeAnswers?
  /// The transcripts of sounds without speech; nil unless `probes` has such sounds.
  package var silence: Report.SilenceResult?

  package init() {}
}
