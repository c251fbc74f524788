import Files
import Yams

/// A training recipe in YAML. What is left out has its default; an unknown key is an error that
/// names the nearest known one.
///
///     model: {width: 144, blocks: 4}
///     tokens: {kind: characters}
///     training:
///       steps: 5000
///       optimizer: {kind: adamw, learning_rate: 1e-3}
///       clip: per-core
///       cores: 8
///     augmentation: {time_masks: 0}
package enum ConfigurationFile {
  /// - Parameters:
  ///   - defaults: what a key has that is left out.
  ///   - clip: how gradients will be clipped, whatever the file says.
  /// - Throws: what is wrong, with file, line and key; a setting of another kind of clipping, unless
  ///   `clip` is given, for whoever sets a bound believes that it holds.
  package static func read(
    _ path: String, defaults: RecognizerConfiguration = RecognizerConfiguration(),
    clip: TrainingConfiguration.Clipping? = nil
  ) throws(Problem) -> RecognizerConfiguration {
    let bytes = try readFile(path, limit: 1 << 16)
    do throws(Problem) {
      guard let text = bytes.withoutByteOrderMark.text else {
        throw Problem(.badData, "is not UTF-8")
      }
      return try parse(text, defaults: defaults, clip: clip)
    } catch {
      throw error.located(in: path)
    }
  }

  /// - Throws: what is wrong, with line and key.
  package static func parse(
    _ text: String, defaults: RecognizerConfiguration = RecognizerConfiguration(),
    clip: TrainingConfiguration.Clipping? = nil
  ) throws(Problem) -> RecognizerConfiguration {
    var configuration = defaults
    guard let root = try tree(of: text) else { return configuration }
    try readSection(root, into: &configuration, RecognizerConfiguration.keys)
    do throws(Problem) {
      try configuration.validate()
    } catch {
      var placed = error
      placed.line = error.field.flatMap { line(of: $0, in: root) }
      throw placed
    }
    if clip == nil { try checkClipping(configuration.training.clip, root) }
    return configuration
  }

  private static func checkClipping(
    _ clip: TrainingConfiguration.Clipping, _ root: Node
  ) throws(Problem) {
    for (key, isUsed, kinds) in [
      ("max_grad_norm", clip.usesNorm, "per-example or per-core"),
      ("cores", clip.usesCores, "per-core or adaptive-per-core"),
    ] {
      guard !isUsed, let line = line(of: key, in: root) else { continue }
      throw Problem(
        .badData, "says nothing with clip: \(clip.rawValue)", line: line, field: key,
        hint: "set clip: \(kinds), or leave \(key) out")
    }
  }

  /// Nil where there is nothing but comments.
  private static func tree(of text: String) throws(Problem) -> Node? {
    do {
      return try compose(yaml: text)
    } catch let error as YamlError {
      switch error {
      case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
        .composer(_, let problem, let mark, _):
        throw Problem(.badData, "is not YAML: \(problem)", line: mark.line)
      case .duplicatedKeysInMapping(let duplicates, let context):
        throw Problem(
          .badData, "a key is there twice: \(duplicates.joined(separator: ", "))",
          line: context.mark.line)
      default: throw Problem(.badData, "is not YAML: \(error)")
      }
    } catch {
      throw Problem(.badData, "is not YAML: \(error)")
    }
  }

  /// The line of a key, wherever it stands. Only `kind` is in two sections, and has no range.
  private static func line(of name: String, in node: Node) -> Int? {
    guard let mapping = node.mapping else { return nil }
    for (key, value) in mapping {
      if key.scalar?.string == name { return key.mark?.line }
      if let line = line(of: name, in: value) { return line }
    }
    return nil
  }
}
