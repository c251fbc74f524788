import Analyses

/// The result of `geometry` as text.
struct GeometryPrint {
  private let result: GeometryResult

  init(_ result: GeometryResult) { self.result = result }

  var text: String {
    let sizes =
      "\(result.left.name): \(result.analysis.left) of \(result.left.utterances), "
      + "\(result.right.name): \(result.analysis.right) of \(result.right.utterances)"
    let table = textTable(
      ["test", "figure", "expected by lot", "p"],
      GeometryPage(result, tool: toolVersion).rows)
    return [result.sentence, table, sizes].joined(separator: "\n\n")
  }
}
