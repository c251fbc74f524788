import Analyses
import Foundation
import Membership
import Memorization
import Randomness
import Reports
import Testing
import Traces

@Suite struct MembershipPageTests {
  /// 240 utterances, every second one a member with a lower loss, and two complementary references.
  private func result(
    limits: MembershipLimits = MembershipLimits(), name: String = "model"
  ) throws -> MembershipResult {
    func loss(_ number: Int, _ trained: Bool) -> Double {
      let ease: Double = 3 * sin(Double(number * number))
      return (trained ? 4 : 8) + ease
    }
    func row(_ number: Int, _ model: String, _ trained: Bool) -> TraceRow {
      var row = TraceRow(id: "u\(number)", model: model, loss: loss(number, trained))
      row.isInTraining = trained
      row.frames = 100 + number % 7
      return row
    }
    let target = TraceFile(
      path: "target.jsonl",
      table: try TraceTable((0..<240).map { row($0, name, $0 % 2 == 0) }))
    let references = TraceFile(
      path: "refs.jsonl",
      table: try TraceTable(
        (0..<240).flatMap { [row($0, "a", $0 % 3 == 0), row($0, "b", $0 % 3 != 0)] }))
    let inputs = try MembershipInputs(
      target: target, model: nil, references: [references], source: .targetTable)
    let analysis = MembershipAnalysis(
      target: inputs.target, references: inputs.references, groups: inputs.groups, keep: 0.5,
      seed: Seed(short: 1))
    var request = ClassifierResult.Request(.lssvm)
    request.folds = 3
    request.permutations = 3
    request.features = [.loss, .difference]
    return MembershipResult(
      inputs, ledgerRoot: nil, analysis: analysis,
      classifier: try ClassifierResult(
        request, inputs, table: target, ledger: nil, seed: Seed(short: 1)
      ) { _ in },
      judgements: limits.judgements(analysis))
  }

  @Test func `the page has every attack, the classifier and the limits`() throws {
    let result = try result(limits: MembershipLimits(maxAUC: 0.6))
    let page = MembershipPage(result, tool: "1.2.3").page
    #expect(page.tone == .alarm && page.state == "fail")
    for attack in MembershipAttack.allCases { #expect(page.html.contains(attack.title)) }
    let titles = page.sections.map(\.title)
    #expect(
      titles == [
        "Attacks", "Few false positives", "Reference models", "Classifier", "Limits", "Data",
        "Limits of the evidence",
      ])
    #expect(page.html.contains("needs 1000 non-members"))
  }

  @Test func `names from files are escaped`() throws {
    let page = MembershipPage(try result(name: "<script>"), tool: "1").page
    #expect(!page.html.contains("<script>alert") && page.html.contains("&lt;script&gt;"))
  }

  @Test func `the document is read back without a loss`() throws {
    let result = try result(limits: MembershipLimits(maxTruePositiveRate: 0.1))
    let bytes = AnalysisDocument(.membership, tool: "1", seed: "00", result).bytes
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["kind"] as? String == "membership" && object["version"] as? Int == 1)
    if AnalysisSchema.isPresent { try AnalysisSchema().check(object) }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    struct Document: Decodable { let membership: MembershipResult }
    #expect(try decoder.decode(Document.self, from: Data(bytes)).membership == result)
  }

  /// On logarithmic axes the curve between two corners of the hull is no straight line.
  @Test func `a curve follows its hull between the corners`() {
    let corners = [(x: 0.0, y: 0.0), (x: 0.1, y: 0.5), (x: 1.0, y: 1.0)]
    let points = MembershipPage.places(corners, from: 0.01)
    #expect(points.count > 60 && points.first?.x == 0.01 && points.last?.x == 1)
    for point in points {
      let share: Double = (point.x - 0.1) / 0.9
      let expected: Double = point.x <= 0.1 ? 5 * point.x : 0.5 + 0.5 * share
      #expect(abs(point.y - expected) < 1e-12)
    }
    for (left, right) in zip(points, points.dropFirst()) {
      #expect(left.x <= right.x && left.y <= right.y)
    }
    // Rates that the axis cannot show are left out.
    let steep = MembershipPage.places([(0, 0), (1, 0.5)], from: 0.1)
    #expect(steep.allSatisfy { $0.y >= 0.1 })
  }
}
