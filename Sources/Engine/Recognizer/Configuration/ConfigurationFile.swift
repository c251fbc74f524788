import Files
import Settings

/// A training recipe in YAML. A key that is not set keeps its default; an unknown key is an error.
/// `RenamedConfigurationKeys` lists the former names that are still read.
///
///     model: {d_model: 144, n_layers: 4}
///     tokens: {kind: characters}
///     training:
///       steps: 5000
///       optimizer: {kind: adamw, learning_rate: 1e-3}
///       clip: per-core
///       virtual_cores: 8
///     augmentation: {time_masks: 0}
package enum ConfigurationFile {
  /// - Parameters:
  ///   - defaults: the values of keys that the file does not set.
  ///   - clip: a clipping mode that replaces the file's.
  /// - Throws: a problem with file, line and key. A clipping option that the file's mode does not
  ///   use is refused unless `clip` is given, so that nobody relies on a norm that has no effect.
  package static func read(
    _ path: String, defaults: RecognizerConfiguration = RecognizerConfiguration(),
    clip: TrainingConfiguration.ClippingMode? = nil
  ) throws(Problem) -> RecognizerConfiguration {
    try SettingsDocument.read(path, limit: 1 << 16) { text throws(Problem) in
      try parse(text, defaults: defaults, clip: clip)
    }
  }

  /// - Throws: a problem with line and key.
  package static func parse(
    _ text: String, defaults: RecognizerConfiguration = RecognizerConfiguration(),
    clip: TrainingConfiguration.ClippingMode? = nil
  ) throws(Problem) -> RecognizerConfiguration {
    var configuration = defaults
    guard
      let root = try SettingsDocument.root(of: text, renamedKeys: RenamedConfigurationKeys.current)
    else { return configuration }
    try root.set(&configuration, RecognizerConfiguration.keys)
    do throws(Problem) {
      try configuration.validate()
    } catch {
      // Every key that can be out of range is in one section only.
      var placed = error
      placed.line = error.field.flatMap { root.line(ofKey: $0) }
      throw placed
    }
    if clip == nil { try checkClipping(configuration.training.clip, root) }
    return configuration
  }

  private static func checkClipping(
    _ clip: TrainingConfiguration.ClippingMode, _ root: SettingsValue
  ) throws(Problem) {
    for (key, isUsed, modes) in [
      ("max_grad_norm", clip.usesNorm, "per-example or per-core"),
      ("virtual_cores", clip.usesCores, "per-core or adaptive-per-core"),
      ("noise_multiplier", clip.usesNorm, "per-example or per-core"),
      ("target_epsilon", clip.usesNorm, "per-example or per-core"),
    ] {
      guard !isUsed, let line = root.line(ofKey: key) else { continue }
      throw Problem(
        .badData, "has no effect with clip: \(clip.rawValue)", line: line, field: key,
        hint: "set clip: \(modes), or remove \(key)")
    }
  }
}
