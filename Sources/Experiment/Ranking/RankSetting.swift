import Files

/// The settings of a ranking that hints refer to.
package enum RankSetting: String, HintSetting {
  /// The model of the trace table whose losses count.
  case model
  /// The number of passes at the start that do not count.
  case burnIn = "burn_in"
  /// The number of bins of equal length.
  case bins
  /// The number of errors of each kind that are planted.
  case plant
  case seed
}
