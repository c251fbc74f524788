import Analyses
import Files
import Memorization
import Randomness
import RecognizerRuns
import Reports
import Scoring

/// The results of one seed.
package struct SeedResults: Sendable {
  package var number: Int
  package var rules: DemoRules
  /// The base model on the dev set; nil if the base model is that of an earlier run.
  package var base: SpeechQuality?
  package var variants: [VariantResults]
  package var examples: [ProbeExample]
  /// The ranking of the corpus, and the attack on the model without clipping; nil unless they were run.
  package var ranking: RankDocument?
  package var membership: MembershipAnalysis?

  package init(
    number: Int, rules: DemoRules, base: SpeechQuality?, variants: [VariantResults],
    examples: [ProbeExample]
  ) {
    self.number = number
    self.rules = rules
    self.base = base
    self.variants = variants
    self.examples = examples
  }

  package subscript(_ variant: DemoVariant) -> VariantResults? {
    variants.first { $0.variant == variant }
  }

  /// - Parameter path: the seed's directory.
  init(_ number: Int, _ path: String) throws(Problem) {
    let seed = Seed(short: UInt64(number))
    let base = "\(path)/base/dev.json"
    self.init(
      number: number, rules: try DemoRules(path),
      base: fileExists(base) ? try SpeechQuality(base, seed: seed) : nil, variants: [],
      examples: [])
    for variant in DemoVariant.allCases {
      let directory = "\(path)/\(variant.rawValue)"
      guard fileExists("\(directory)/report/report.json") else { continue }
      variants.append(try VariantResults(variant, directory, seed: seed))
    }
    // The variants with a new voice have canaries of their own.
    for isNewVoice in [false, true] {
      let roots = variants.filter { $0.variant.isNewVoice == isNewVoice }.map(\.report.ledger.root)
      guard Set(roots).count <= 1 else {
        throw Problem(
          .badData, "contains reports on different canaries", file: path,
          hint: "all reports must come from one demonstration; run it again")
      }
    }
    examples = try ProbeExample.all(in: path, variants.map(\.variant))
    for name in ["ranked/ranked.json", "membership/analysis.json"]
    where fileExists("\(path)/\(name)") {
      switch try AnalysisFile.read("\(path)/\(name)").content {
      case .rank(let document): ranking = document
      case .membership(let result): membership = result.analysis
      }
    }
  }
}

/// The results of one variant for one seed.
package struct VariantResults: Sendable {
  package var variant: DemoVariant
  package var report: Report
  package var log: [TrainingLogEntry]
  /// The trained model on the dev set.
  package var quality: SpeechQuality

  package init(
    variant: DemoVariant, report: Report, log: [TrainingLogEntry], quality: SpeechQuality
  ) {
    self.variant = variant
    self.report = report
    self.log = log
    self.quality = quality
  }

  fileprivate init(_ variant: DemoVariant, _ directory: String, seed: Seed) throws(Problem) {
    self.init(
      variant: variant, report: try JSONReport.read("\(directory)/report/report.json"),
      log: try TrainingLogEntry.all(in: "\(directory)/log.jsonl"),
      quality: try SpeechQuality("\(directory)/dev.json", seed: seed))
  }
}
