import Analyses
import Capacity
import Files
import Reports

/// The result of a capacity experiment as files and on standard output.
struct CapacityOutput {
  private let result: CapacityResult
  private let document: AnalysisDocument<CapacityResult>

  init(
    _ inputs: CapacityInputs, utterances: [CapacityUtterance], _ series: [CapacityResult.Series]
  ) {
    let normalizer = inputs.canaryNormalizer
    result = CapacityResult(
      texts: inputs.texts, repetitions: inputs.repetitions, ledgerRoot: inputs.ledgerRoot,
      normalizer: [normalizer.normalizer.label, normalizer.form.label].compactMap(\.self)
        .joined(separator: ", "),
      ladder: utterances.count { $0.role == .trained },
      controls: utterances.count { $0.role == .control }, tolerance: inputs.tolerance,
      series: series)
    document = AnalysisDocument(
      .capacity, tool: toolVersion, seed: String(inputs.seed), result)
  }

  /// Writes `analysis.json` and `analysis.html` into a directory that exists. Those of an earlier end
  /// of the experiment are replaced.
  func write(to directory: String) throws(Problem) {
    let page = CapacityPage(result, tool: toolVersion).page
    for (name, bytes) in [
      ("analysis.json", document.bytes), ("analysis.html", Array(page.html.utf8)),
    ] {
      let file = try WholeFile("\(directory)/\(name)", existing: .replaced)
      try file.write(bytes)
      try file.commit()
    }
  }

  /// Prints the result.
  func show(output: String, asJSON: Bool) {
    if asJSON {
      print(String(decoding: document.bytes.dropLast(), as: UTF8.self))
    } else {
      print(CapacityPrint(result).text)
      print("\nresult: \(output)/analysis.html, analysis.json")
    }
  }
}
