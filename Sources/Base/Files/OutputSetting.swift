/// The settings of outputs that hints refer to.
package enum OutputSetting: String, HintSetting {
  /// The file or directory to write.
  case output
  /// Whether an existing output is moved aside.
  case force
}
