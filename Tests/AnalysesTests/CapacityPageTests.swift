import Analyses
import Capacity
import Foundation
import Reports
import Scoring
import Testing

struct CapacityPageTests {
  /// Forty trained canaries and twenty controls; `rates` has the exact ones of each size.
  private func series(
    _ name: String, parameters: Int? = 1_000, losses: Bool = true,
    _ exact: [(size: Int, trained: Int, controls: Int)]
  ) throws -> CapacityResult.Series {
    let utterances =
      (0..<40).map { CapacityUtterance(id: "t\($0)", role: .trained, text: "a \($0)") }
      + (0..<20).map { CapacityUtterance(id: "c\($0)", role: .control, text: "b \($0)") }
      + [CapacityUtterance(id: "o1", role: .ordinary, text: "good day")]
    func answers(_ trained: Int, _ controls: Int) -> [String: CapacityAnswer] {
      Dictionary(
        uniqueKeysWithValues: utterances.map { utterance in
          let number = Int(utterance.id.dropFirst())!
          let isExact =
            utterance.role == .ordinary
            || number < (utterance.role == .trained ? trained : controls)
          return (
            utterance.id,
            CapacityAnswer(
              transcript: isExact ? utterance.text : "x", loss: losses ? (isExact ? 1 : 20) : nil)
          )
        })
    }
    let scorer = CapacityScorer(
      utterances, CanaryNormalizer(.basic, .words), tolerance: 0.1, baseline: answers(0, 0))
    return CapacityResult.Series(
      name: name, parameters: parameters,
      points: try ([(0, 0, 0)] + exact).map { size, trained, controls in
        try scorer.point(size: size, answers: answers(trained, controls))
      }, tolerance: 0.1)
  }

  private func result(
    _ series: [CapacityResult.Series], texts: CapacityDeck.Texts = .own
  ) -> CapacityResult {
    CapacityResult(
      texts: texts, repetitions: 40, ledgerRoot: "00", normalizer: "basic-1", ladder: 40,
      controls: 20, tolerance: 0.1, series: series)
  }

  @Test func `the page states the range and why it ends`() throws {
    let forgets = try series("plain", [(10, 10, 0), (20, 20, 0), (40, 22, 0)])
    let page = CapacityPage(result([forgets]), tool: "1").page
    #expect(page.title == "Effective memorization size: 20 to 40")
    let html = page.html
    for words in [
      "EMM(0.1) of ", "is 20 to 40", "no longer repeats enough", "<svg", "1,000 parameters",
      "Limits of the evidence", "probably memorised",
    ] {
      // Numbers of parameters are not grouped.
      #expect(html.contains(words.replacing("1,000", with: "1000")), "\(words)")
    }
    let learns = try series("plain", [(10, 10, 0), (20, 20, 9)])
    #expect(
      CapacityPage(result([learns]), tool: "1").sentence(learns)
        .contains("has learnt such speech and recognises controls too"))
  }

  @Test func `open ends are named`() throws {
    let always = try series("plain", [(10, 10, 0), (40, 40, 0)])
    let page = CapacityPage(result([always], texts: .shuffled), tool: "1")
    #expect(page.sentence(always).contains("is at least 40: all trained sizes are memorised."))
    #expect(page.page.html.contains("text of another one"))
    let never = try series("plain", losses: false, [(10, 2, 0)])
    let sentence = CapacityPage(result([never]), tool: "1").sentence(never)
    #expect(sentence.contains("is below 10") && !sentence.contains("bits"))
  }

  @Test func `bits for each parameter are those of the best run`() throws {
    let found = try series("plain", [(10, 10, 0), (40, 22, 0)])
    let expected = 22 * 19 / log(2.0) / 1_000
    #expect(abs(try #require(found.bitsPerParameter) - expected) < 1e-9)
    #expect(try series("a", parameters: nil, [(10, 10, 0)]).bitsPerParameter == nil)
  }

  @Test func `several recipes have a figure and a table each`() throws {
    let both = [
      try series("plain", [(10, 10, 0), (40, 40, 0)]), try series("clipped<b>", [(10, 1, 0)]),
    ]
    let page = CapacityPage(result(both), tool: "1").page
    #expect(page.title == "Effective memorization sizes of 2 recipes")
    #expect(page.sections.count == 5 && !page.html.contains("<b>"))
    #expect(page.html.components(separatedBy: "<svg").count >= 3)
  }

  @Test(.enabled(if: AnalysisSchema.isPresent, "no fixtures"))
  func `the schema has the keys of a document`() throws {
    for found in [
      try series("plain", [(10, 10, 0), (20, 20, 0), (40, 22, 0)]),
      try series("plain", parameters: nil, losses: false, [(10, 10, 0)]),
    ] {
      let bytes = AnalysisDocument(.capacity, tool: "1", seed: "1", result([found])).bytes
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
      try AnalysisSchema().check(object)
      #expect(object["capacity"] is [String: Any])
    }
  }

  @Test func `recipes are compared by their parameters`() throws {
    let small = try series("d_model-64", parameters: 400_000, [(10, 10, 0), (20, 12, 0)])
    let large = try series("d_model-144", parameters: 1_600_000, [(10, 10, 0), (40, 40, 0)])
    let page = CapacityPage(result([large, small]), tool: "1")
    #expect(
      page.recipeRows.map { Array($0.prefix(3)) } == [
        ["d_model-64", "400000", "10 to 20"], ["d_model-144", "1600000", "at least 40"],
      ])
    #expect(
      page.recipeRows.map(\.last) == [
        "canaries are not repeated", "all trained sizes are memorised",
      ])
    let html = page.page.html
    #expect(html.contains("Memorised canaries by parameters") && html.contains("1.6M"))
    #expect(html.contains("400000 parameters: 10 to 20 canaries"))
    // One recipe, or recipes of one size, have no chart by parameters.
    for others in [[small], [small, try series("b", parameters: 400_000, [(10, 10, 0)])]] {
      let page = CapacityPage(result(others), tool: "1")
      #expect(!page.page.html.contains("by parameters"))
      #expect(page.recipeRows.count == (others.count > 1 ? 2 : 0))
    }
    let failing = try series("c", parameters: 9_000, [(10, 1, 0)])
    #expect(
      CapacityPage(result([failing, small]), tool: "1").page.html
        .contains("9000 parameters: below 10 canaries"))
  }
}
