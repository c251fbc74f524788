import Files

/// The settings of the matching of transcripts with probes that hints refer to.
package enum MatchSetting: String, HintSetting {
  /// The manifest of the probe set that was transcribed.
  case probe
  /// The number of hypotheses whose most favourable one counts.
  case bestOf = "best_of"
  /// The treatment of a probe without a transcript.
  case missing
}
