import Files

/// The settings of a membership analysis that hints refer to.
package enum MembershipSetting: String, HintSetting {
  /// The ledger whose canaries are attacked.
  case ledger
  /// The list of members.
  case members
  /// The model of the target's table that is attacked.
  case model
  /// The number of folds of a classifier.
  case folds
  /// The features of a classifier.
  case features
}
