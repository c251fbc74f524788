import Files
import Randomness
import Reports
import Scoring

/// Everything that a demonstration measured, read back from its directory alone.
package struct DemoResults: Sendable {
  package var seeds: [Seed]
  /// `DIR/commands.sh`: what was typed.
  package var commands: String

  package struct Seed: Sendable {
    package var number: Int
    package var rules: DemoRules
    /// Before the pass; nil where the base model is an earlier run's.
    package var base: SpeechQuality?
    package var variants: [Variant]

    package subscript(_ variant: DemoVariant) -> Variant? {
      variants.first { $0.variant == variant }
    }
  }

  package struct Variant: Sendable {
    package var variant: DemoVariant
    package var report: Report
    package var log: NormLog
    package var quality: SpeechQuality
  }

  package init(_ directory: String) throws(Problem) {
    var seeds: [Seed] = []
    let numbers = try directoryEntries(of: directory).compactMap { name in
      Int(name.dropFirst(5)).flatMap { $0 >= 0 && name == "seed-\($0)" ? $0 : nil }
    }
    for number in numbers.sorted() {
      seeds.append(try Self.seed(number, "\(directory)/seed-\(number)"))
    }
    guard !seeds.isEmpty else {
      throw Problem(
        .badData, "no seed-… is in it", file: directory,
        hint: "this is the directory that asr-audit demo wrote")
    }
    self.seeds = seeds
    commands = String(decoding: try readFile("\(directory)/commands.sh"), as: UTF8.self)
  }

  /// What was run, in the order of the story.
  package var variants: [DemoVariant] {
    DemoVariant.allCases.filter { variant in seeds.contains { $0[variant] != nil } }
  }

  /// Of every seed that has it.
  package func all(_ variant: DemoVariant) -> [Variant] { seeds.compactMap { $0[variant] } }

  private static func seed(_ number: Int, _ path: String) throws(Problem) -> Seed {
    let chance = Randomness.Seed(short: UInt64(number))
    let rules = try DemoRules(path)
    let base = "\(path)/base/dev.json"
    var variants: [Variant] = []
    for variant in DemoVariant.allCases {
      let own = "\(path)/\(variant.rawValue)"
      guard fileExists("\(own)/report/report.json") else { continue }
      variants.append(
        Variant(
          variant: variant, report: try JSONReport.read("\(own)/report/report.json"),
          log: try NormLog("\(own)/log.jsonl"),
          quality: try SpeechQuality("\(own)/dev.json", seed: chance)))
    }
    // A new voice has canaries of its own.
    for isNewVoice in [false, true] {
      let roots = variants.filter { $0.variant.isNewVoice == isNewVoice }.map(\.report.ledger.root)
      guard Set(roots).count <= 1 else {
        throw Problem(
          .badData, "holds reports of different canaries", file: path,
          hint: "what one demonstration wrote stays together; run it again")
      }
    }
    return Seed(
      number: number, rules: rules,
      base: fileExists(base) ? try SpeechQuality(base, seed: chance) : nil, variants: variants)
  }
}
