import Files

/// The settings of the evidence of training that hints refer to.
package enum EvidenceSetting: String, HintSetting {
  /// The files that training read or wrote.
  case seen
  /// Lists of utterances that training did not use.
  case leftOut = "left-out"
}
