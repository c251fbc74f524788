import Files
import Scoring

/// Several checkpoints that were decided together, as text.
struct LooksPrint {
  let looks: Report.LooksResult

  init(_ looks: Report.LooksResult) { self.looks = looks }

  var text: String {
    let repetitions = looks.looks.first?.tiers.map(\.repetitions) ?? []
    let rows = looks.looks.map { look in
      [legible(look.label), pValueText(look.verbatim.holm), pValueText(look.partial.holm)]
        + look.tiers.map { percent($0.exactGap.estimate) }
        + [look.isDetected ? "detected" : "not detected"]
    }
    let header =
      ["checkpoint", "verbatim p", "partial p"] + repetitions.map { "gap \($0)" } + ["result"]
    return looks.conclusion + " (maxT over checkpoints, Holm)\n\n" + textTable(header, rows)
  }
}
