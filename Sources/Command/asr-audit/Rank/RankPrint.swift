import Analyses
import Files
import Ranking
import Reports

/// The summary of a ranking on standard output.
struct RankPrint {
  let analysis: RankAnalysis

  init(_ analysis: RankAnalysis) { self.analysis = analysis }

  private static let shown = 10

  func show(output: String, clean: (name: String, dropped: Int)?) {
    let ranked = analysis.ranked
    let worst = ranked.order.prefix(Self.shown).enumerated().map { place, utterance in
      let trace = ranked.traces[utterance]
      return [
        "\(place + 1)", trace.id.printable, number(trace.cumulativeLoss), number(trace.finalLoss),
        (analysis.listings?[trace.id]?.text ?? "–").printable,
      ]
    }
    print(textTable(["rank", "utterance", "mean loss", "final loss", "text"], worst))
    print("")
    if !analysis.recall.isEmpty { print(recallTable + "\n") }
    if let sounds = analysis.sounds {
      print("conflicts (one sound, different texts): \(sounds.conflicts.count)")
    }
    if analysis.recall.isEmpty {
      print("no errors were planted: how many of the first utterances are wrong is unknown")
    }
    for line in gaps { print(line) }
    if let clean {
      print("\(output)/\(clean.name): \(counted(clean.dropped, "entry", "entries")) left out")
    }
    print("page: \(output)/ranked.html")
  }

  private var recallTable: String {
    textTable(
      ["planted error", "AUROC"] + Recall.cutoffs.map { "worst \(percent($0))" },
      analysis.recall.map { recall in
        [recall.kind.title, numberText(recall.auc, recall.aucInterval)]
          + recall.points.map { percentText($0.found.rate, $0.interval) }
      })
  }

  /// The values that the table lacks, one line each.
  private var gaps: [String] {
    let gaps = analysis.ranked.gaps
    var lines: [String] = []
    if gaps.incomplete > 0 {
      lines.append(
        "\(counted(gaps.incomplete, "utterance lacks", "utterances lack")) a loss at some pass "
          + "(\(gaps.missingLosses) losses in all)")
    }
    if !gaps.withoutLoss.isEmpty {
      lines.append(
        "not ranked, without any loss after the burn-in: "
          + abbreviatedList(gaps.withoutLoss.map(\.printable), limit: 5))
    }
    if gaps.withoutLength > 0 {
      lines.append(
        counted(gaps.withoutLength, "utterance has", "utterances have")
          + " no number of tokens or frames")
    }
    if analysis.untraced > 0 {
      lines.append("not in the trace table: \(analysis.untraced) of the manifest")
    }
    if analysis.unlisted > 0 {
      lines.append("not in the manifest: \(analysis.unlisted) of the trace table")
    }
    return lines
  }
}
