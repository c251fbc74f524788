import Files
import Statistics

extension Report.AttributionResult {
  /// Throws if the tests or the tables contradict the conclusion or the design.
  func checkConsistency(_ report: Report) throws(Problem) {
    for test in [utterances, words] {
      let adjusted = Holm.adjusted(
        [test.verbatim, test.partial].map { min(max($0.pValue, 0), 1) })
      for (result, p) in zip([test.verbatim, test.partial], adjusted) {
        guard (0...1).contains(result.pValue), (result.holm - p).magnitude <= 1e-9,
          result.rejected == (result.holm <= alpha)
        else { throw contradiction("has p-values that contradict its decisions") }
      }
    }
    guard
      conclusion == Attribution(utterances: utterances.rejected, words: words.rejected)
    else { throw contradiction("has a conclusion that does not follow from its tests") }
    guard report.design.recombinedControls else {
      throw contradiction("is there, although the design has no recombined controls")
    }
    let tiers = [0] + report.design.repetitions
    guard speeds.map(\.speed) == report.design.speeds,
      speeds.allSatisfy({ $0.groups.map(\.repetitions) == tiers })
    else { throw contradiction("has other speeds or tiers than the design") }
  }

  private func contradiction(_ message: String) -> Problem {
    Problem(
      .badData, message, field: "attribution",
      hint: "the file may have been edited; score the transcripts again to restore it")
  }
}
