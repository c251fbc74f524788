import Analyses
import Demonstration
import Files
import Foundation
import Memorization
import Randomness
import Testing

/// The sections of the ranking and of the attack on the model without clipping.
@Suite struct AnalysisSectionsTests {
  private static let ranking = """
    {"meaning": "measured", "model": "target", "utterances": 3000, "passes": 8, "burn_in": 2,
    "bins": 1, "losses_per_token": true, "without_loss": 0, "without_loss_ids": [],
    "incomplete": 0, "missing_losses": 0, "without_length": 0, "conflicts": [], "worst": [],
    "recall": [{"kind": "swapped", "auc": 0.991,
      "auc_interval": {"lower": 0.98, "upper": 0.997, "confidence": 0.95},
      "points": [
        {"share": 0.02, "found": {"hits": 41, "trials": 50},
          "interval": {"lower": 0.7, "upper": 0.9, "confidence": 0.95}},
        {"share": 0.08, "found": {"hits": 49, "trials": 50},
          "interval": {"lower": 0.9, "upper": 1, "confidence": 0.95}}]}]}
    """

  private func results() throws -> DemoResults {
    let variants = [try SyntheticVariant.detected.results()]
    let seeds = (1...2).map { number in
      SeedResults(
        number: number, rules: DemoRules(norm: 1, coreNorm: 1, lowerRate: nil), base: nil,
        variants: variants, examples: [])
    }
    return DemoResults(seeds: seeds, commands: "set -e\n")
  }

  @Test func `without analyses there is no section on them`() throws {
    let html = DemonstrationPage(try results()).page.html
    #expect(!html.contains("Which utterances are wrong"))
    #expect(!html.contains("Who was in the training set"))
  }

  @Test func `the sections have a row for each seed`() throws {
    var results = try results()
    let document = try JSONCoding.decoded(RankDocument.self, from: Self.ranking.utf8)
    // Members have half the loss; two references of complementary halves.
    let count = 120
    func loss(_ number: Int, trained: Bool) -> Double {
      Double(3 + number % 7) * (trained ? 0.5 : 1)
    }
    let target: [Double] = (0..<count).map { loss($0, trained: $0 % 2 == 0) }
    let halves: [[Bool]] = [(0..<count).map { $0 % 4 < 2 }, (0..<count).map { $0 % 4 >= 2 }]
    let analysis = MembershipAnalysis(
      target: target,
      references: SubsetTable(
        losses: halves.map { half in (0..<count).map { loss($0, trained: half[$0]) } },
        inTraining: halves, utterances: count),
      groups: [
        MembershipGroup(
          name: "all", members: (0..<count).filter { $0 % 2 == 0 },
          nonMembers: (0..<count).filter { $0 % 2 == 1 })
      ], keep: 0.2, seed: Seed(short: 1))
    for seed in results.seeds.indices {
      results.seeds[seed].ranking = document
      results.seeds[seed].membership = analysis
    }
    let html = DemonstrationPage(results).page.html
    for words in [
      "Which utterances are wrong", "text of another utterance", "41 of 50", "49 of 50", "0.991",
      "0 in 2 rankings", "Who was in the training set", "LiRA online", "most memorised 20%",
    ] {
      #expect(html.contains(words), "\(words)")
    }
    #expect(html.components(separatedBy: "LiRA online").count == 3)
  }
}
