import Files

/// The settings of manifests that hints refer to.
package enum ManifestSetting: String, HintSetting {
  /// The names of fields.
  case audioKey = "audio_key"
  case textKey = "text_key"
  case idKey = "id_key"
  case durationKey = "duration_key"
  /// Whether the user's relative paths are written as absolute paths.
  case absolutePaths = "absolute_paths"
  case seed
}
