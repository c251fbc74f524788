import Files
import Memorization
import Reports
import Scoring

/// The result of `asr-audit geometry` as a page.
package struct GeometryPage {
  private let result: GeometryResult
  private let tool: String

  package init(_ result: GeometryResult, tool: String) {
    self.result = result
    self.tool = tool
  }

  private var analysis: GeometryAnalysis { result.analysis }

  package var page: Page {
    Page(
      kind: "asr-audit geometry: \(name: result.left.file), \(name: result.right.file)",
      title: result.sentence, tone: result.differ == true ? .alarm : .plain,
      lead: [
        .paragraph(
          """
          Every utterance is a point: its log-mel energies, averaged over 16 equal parts. The tests ask \
          whether the points of the two sets differ before any model has seen them. A difference that \
          needs no model can look like memorization in any comparison of the two sets.
          """)
      ],
      sections: [testSection, setSection, limitSection],
      footer: "Written by asr-audit \(name: tool).")
  }

  private var testSection: Section {
    Section(
      "Tests",
      [
        .table(
          Table(
            [.words("test"), .numbers("figure"), .numbers("expected by lot"), .numbers("p")],
            rows.map { $0.map { Text($0) } })),
        .paragraph(
          """
          p is the share of labelings, re-dealt at random, that separate the sets at least as well. The \
          sets differ if the smallest of the three, times 3, is at most 0.05.
          """),
      ])
  }

  /// The rows of the table of tests: name, figure, expectation and p.
  package var rows: [[String]] {
    func p(_ value: Double?) -> String { value.map { pValueText($0) } ?? "–" }
    let network = analysis.network
    return [
      [
        "classifier (LSSVM), AUC", number(analysis.classifier.auc), "0.5",
        p(analysis.classifier.pValue),
      ],
      [
        "nearest neighbour in the same set", percent(analysis.nearestNeighbor.accuracy), "–",
        p(analysis.nearestNeighbor.pValue),
      ],
      [
        "neurons of the interpolation network", trimmed(network.width),
        network.expectedWidth.map { trimmed($0) } ?? "–", p(network.pValue),
      ],
    ]
  }

  private var setSection: Section {
    func row(_ side: GeometryResult.Side, _ used: Int) -> [Text] {
      ["\(name: side.name)", "\(name: side.file)", "\(side.utterances)", "\(used)"]
    }
    return Section(
      "Data",
      [
        .table(
          Table(
            [.words("set"), .words("file"), .numbers("utterances"), .numbers("used")],
            [row(result.left, analysis.left), row(result.right, analysis.right)])),
        .paragraph(
          """
          The network has \(analysis.network.planes) hyperplanes; \(analysis.network.uncovered) points \
          stay uncovered. It needs \(number(analysis.network.widthPerPoint)) neurons for each \
          point of the first set.
          """),
      ])
  }

  private var limitSection: Section {
    Section(
      "Limits of the evidence",
      [
        .list([
          """
          The width of the network is a description of these points. It is no measure of how hard the \
          utterances are for a recogniser.
          """,
          """
          The classifier is the most powerful of the three tests. None of them hears what lies in the \
          fine structure of the sound, such as a watermark or the noise of one microphone.
          """,
          "A high p does not prove that the sets are alike; small sets hide small differences.",
        ])
      ])
  }
}
