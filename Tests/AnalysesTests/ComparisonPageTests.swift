import Analyses
import Foundation
import Memorization
import Statistics
import Testing

@Suite struct ComparisonPageTests {
  private func result(_ trained: PairedProportions, _ heldOut: PairedProportions)
    -> FineTuningResult
  {
    func utterances(_ pairs: PairedProportions, _ isTrained: Bool) -> [FineTuningComparison
      .Utterance]
    {
      let kinds = [
        (pairs.both, true, true), (pairs.firstOnly, true, false), (pairs.secondOnly, false, true),
        (pairs.neither, false, false),
      ]
      return kinds.flatMap { count, target, base in
        (0..<count).map {
          .init(
            name: "\(target)-\(base)-\($0)", isTrained: isTrained, isExactByTarget: target,
            isExactByBase: base)
        }
      }
    }
    let comparison = FineTuningComparison(utterances(trained, true) + utterances(heldOut, false))
    #expect(comparison.trained == trained && comparison.heldOut == heldOut)
    return FineTuningResult(
      target: ["tuned.json"], base: ["base.json"], normalizer: "basic",
      trained: .init(file: "train.json", missing: 0, trained, targetWER: 0.05, baseWER: 0.2),
      heldOut: .init(file: "dev.json", missing: 1, heldOut, targetWER: nil, baseWER: nil),
      comparison,
      suspects: [.init(id: "u<1>", text: "a b", base: "a", baseErrors: 1)])
  }

  @Test func `the tone follows the comparison of the sets`() {
    let strong = result(
      PairedProportions(both: 10, firstOnly: 20, secondOnly: 1, neither: 10),
      PairedProportions(both: 10, firstOnly: 2, secondOnly: 1, neither: 20))
    #expect(strong.isSignificant && ComparisonPage(strong, tool: "1").page.tone == .alarm)
    #expect(strong.pValue == FisherExact.oneSided(20, 10, 2, 20))
    let weak = result(
      PairedProportions(both: 10, firstOnly: 20, secondOnly: 1, neither: 10),
      PairedProportions(both: 10, firstOnly: 20, secondOnly: 1, neither: 10))
    #expect(!weak.isSignificant && ComparisonPage(weak, tool: "1").page.tone == .plain)
    #expect(weak.sentence.contains("No memory of fine-tuning is shown"))
  }

  @Test func `the page escapes ids and names both files`() {
    let html = ComparisonPage(
      result(
        PairedProportions(both: 1, firstOnly: 2, secondOnly: 0, neither: 3),
        PairedProportions(both: 1, firstOnly: 0, secondOnly: 0, neither: 3)), tool: "1"
    ).page.html
    for words in ["train.json", "dev.json", "u&lt;1&gt;", "McNemar", "Limits of the evidence"] {
      #expect(html.contains(words), "\(words)")
    }
  }

  @Test(.enabled(if: AnalysisSchema.isPresent, "no fixtures"))
  func `the schema has the keys of a document`() throws {
    for neither in [0, 3] {
      let pairs = PairedProportions(both: 2, firstOnly: 0, secondOnly: 1, neither: neither)
      let bytes = AnalysisDocument(.comparison, tool: "1", seed: nil, result(pairs, pairs)).bytes
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
      try AnalysisSchema().check(object)
    }
  }
}
