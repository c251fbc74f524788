import Files

/// The settings of training runs that hints refer to.
package enum RunSetting: String, HintSetting {
  /// The model whose weights a new run starts with.
  case initialModel = "init"
  /// Whether a saved run is continued.
  case resume
  /// The file with the losses of all examples.
  case traces
  /// The treatment of utterances that cannot be used.
  case unusable
}
