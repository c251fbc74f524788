import Files

/// Everything that a demonstration measured, read from its output directory.
package struct DemoResults: Sendable {
  /// In ascending order of their numbers; at least one.
  package var seeds: [SeedResults]
  /// The content of `commands.sh`.
  package var commands: String

  package init(seeds: [SeedResults], commands: String) {
    self.seeds = seeds
    self.commands = commands
  }

  /// - Parameter directory: the output directory of `asr-audit demo`.
  package init(_ directory: String) throws(Problem) {
    let numbers = try directoryEntries(of: directory).compactMap { name in
      Int(name.dropFirst(5)).flatMap { $0 >= 0 && name == "seed-\($0)" ? $0 : nil }
    }
    guard !numbers.isEmpty else {
      throw Problem(
        .badData, "contains no directory seed-…", file: directory,
        hint: "pass the output directory of asr-audit demo")
    }
    seeds = []
    for number in numbers.sorted() {
      seeds.append(try SeedResults(number, "\(directory)/seed-\(number)"))
    }
    commands = String(decoding: try readFile("\(directory)/commands.sh"), as: UTF8.self)
  }

  /// The variants that at least one seed ran, in the order of `DemoVariant`.
  package var variants: [DemoVariant] {
    DemoVariant.allCases.filter { !all($0).isEmpty }
  }

  /// The results of one variant, one for each seed that ran it.
  package func all(_ variant: DemoVariant) -> [VariantResults] { seeds.compactMap { $0[variant] } }
}
