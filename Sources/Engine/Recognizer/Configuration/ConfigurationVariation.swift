import Files
import Settings

extension ConfigurationFile {
  /// The section of a recipe that has a key, such as `model` for `d_model`.
  /// - Throws: `.usage` for a key that no section has.
  package static func section(ofKey key: String) throws(Problem) -> String {
    let sections: [(name: String, keys: [String])] = [
      ("model", ModelConfiguration.keys.map(\.name)),
      ("tokens", TokenConfiguration.keys.map(\.name)),
      ("training", TrainingConfiguration.keys.map(\.name).filter { $0 != "optimizer" }),
      ("optimizer", OptimizerConfiguration.keys.map(\.name).filter { $0 != "kind" }),
      ("augmentation", SpecAugmentConfiguration.keys.map(\.name)),
    ]
    if let section = sections.first(where: { $0.keys.contains(key) }) { return section.name }
    let near = nearest(to: key, among: sections.flatMap(\.keys))
    throw Problem(
      .usage, "a recipe has no key '\(key.printable)'", field: key,
      hint: near.map { "did you mean '\($0)'?" }
        ?? "name a key of a recipe, such as d_model, n_layers or learning_rate")
  }

  /// A recipe with another value of one key.
  /// - Parameters:
  ///   - key: a key of any section, without the section's name.
  ///   - value: the value as in a recipe.
  /// - Throws: a problem with the key, as for a file.
  package static func vary(
    _ recipe: RecognizerConfiguration, _ key: String, to value: String
  ) throws(Problem) -> RecognizerConfiguration {
    let section = try section(ofKey: key)
    let isPlain =
      !value.isEmpty
      && value.utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || Array("._+-".utf8).contains(byte)
      }
    guard isPlain else {
      throw Problem(.usage, "'\(value.printable)' is no value of a recipe", field: key)
    }
    let setting = "{\(key): \(value)}"
    let text =
      section == "optimizer" ? "training: {optimizer: \(setting)}" : "\(section): \(setting)"
    do throws(Problem) {
      return try parse(text, defaults: recipe)
    } catch {
      // The text is no file of the user, so its lines mean nothing.
      var problem = error.with(kind: .usage)
      problem.line = nil
      throw problem
    }
  }
}
