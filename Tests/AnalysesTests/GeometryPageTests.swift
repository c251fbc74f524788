import Analyses
import Foundation
import Memorization
import Randomness
import Testing

@Suite struct GeometryPageTests {
  private func result(permutations: Int, shift: Double = 0) throws -> GeometryResult {
    var random = Seed(short: 4).stream("geometry page")
    let isLeft = (0..<40).map { $0 % 2 == 0 }
    var settings = GeometryAnalysis.Settings()
    settings.planes = 100
    settings.samples = 1
    settings.folds = 4
    settings.permutations = permutations
    return GeometryResult(
      left: GeometryResult.Side(name: "left", file: "a.json", utterances: 20),
      right: GeometryResult.Side(name: "right", file: "b.json", utterances: 900),
      analysis: try GeometryAnalysis(
        points: isLeft.map { left in
          (0..<5).map { _ in random.unit() + (left ? shift : 0) }
        }, isLeft: isLeft, groups: isLeft.indices.map(String.init),
        strata: isLeft.map { _ in "" }, settings: settings, seed: Seed(short: 4)))
  }

  @Test func `the verdict corrects for three tests`() throws {
    let different = try result(permutations: 99, shift: 3)
    #expect(different.smallestP == 0.03 && different.differ == true)
    #expect(GeometryPage(different, tool: "1").page.tone == .alarm)
    let untested = try result(permutations: 0)
    #expect(untested.differ == nil && untested.smallestP == nil)
    #expect(untested.sentence == "Without permutations nothing is tested.")
    let few = try result(permutations: 9, shift: 3)
    #expect(few.differ == false)
  }

  @Test func `the page names both sets and their sizes`() throws {
    let html = GeometryPage(try result(permutations: 3), tool: "1").page.html
    for words in ["a.json", "b.json", "900", "Limits of the evidence", "LSSVM"] {
      #expect(html.contains(words))
    }
  }

  @Test(.enabled(if: AnalysisSchema.isPresent, "no fixtures"))
  func `the schema has the keys of a document`() throws {
    for permutations in [0, 3] {
      let bytes = AnalysisDocument(
        .geometry, tool: "1", seed: "00", try result(permutations: permutations)
      ).bytes
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
      try AnalysisSchema().check(object)
    }
  }
}
