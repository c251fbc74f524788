import Files
import Transcripts

/// The transcripts of one checkpoint.
package struct Look: Sendable {
  /// The checkpoint in the team's words; nil if there is only one.
  package var label: String?
  package var transcripts: TranscriptReader

  package init(label: String?, transcripts: TranscriptReader) {
    self.label = label
    self.transcripts = transcripts
  }
}
