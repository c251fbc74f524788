import Files
import Ranking
import Reports

extension RankPage {
  // MARK: - Planted errors

  /// The share of planted errors that the ranking finds; nil if there are none.
  var recallSection: Section? {
    guard isMeasured else { return nil }
    let shares = Recall.cutoffs
    let table = Table(
      [.words("planted error"), .numbers("planted"), .numbers("AUROC")]
        + shares.map { .numbers("worst \(percent($0))") },
      analysis.recall.map { recall in
        [
          Text(recall.kind.title), "\(recall.points.first?.found.trials ?? 0)",
          Text(numberText(recall.auc, recall.aucInterval)),
        ] + recall.points.map { Text(percentText($0.found.rate, $0.interval)) }
      })
    return Section(
      "Planted errors",
      [
        .paragraph(
          """
          Known errors were put into a copy of the corpus before training. The table shows the share of \
          them in the worst part of the ranking, with exact 95% intervals. It is what the ranking finds \
          on this corpus with this recipe.
          """),
        .table(table), .figures([recallFigure]),
      ])
  }

  private var recallFigure: Figure {
    let last = Recall.cutoffs.last ?? 1
    let series = analysis.recall.enumerated().map { number, recall in
      Series(
        recall.kind.title, .hue(number), .joinedMarks, naming: .legend,
        recall.points.compactMap { point in
          point.found.rate.map { rate in
            Series.Point(
              point.share, rate, low: point.interval.lower, high: point.interval.upper)
          }
        })
    }
    var plot = Plot(
      title: "Recall of planted errors",
      summary: analysis.recall.map { recall in
        "\(recall.kind.title): "
          + recall.points.map {
            "\(percent($0.found.rate)) in the worst \(percent($0.share))"
          }.joined(separator: ", ")
      }.joined(separator: ". "),
      x: .shares("worst part of the ranking", highest: last), y: .shares("planted errors in it"),
      series: series)
    plot.spreadsMarks = false
    return Figure(plot, caption: "Bars are exact 95% intervals.")
  }

  // MARK: - Conflicts

  /// The utterances with one sound and different texts; nil if no audio was read.
  var conflictSection: Section? {
    guard let sounds = analysis.sounds else { return nil }
    var blocks: [Block] = [
      .paragraph(
        sounds.conflicts.isEmpty
          ? "No two utterances have one sound and different texts."
          : """
          \(counted(sounds.conflicts.count, "group has", "groups have")) one sound and different \
          texts, of which at most one can be right.
          """)
    ]
    if sounds.duplicates > 0 {
      blocks.append(
        .paragraph(
          """
          \(counted(sounds.duplicates, "further group has", "further groups have")) equal sound and \
          one text: duplicates, which training sees several times.
          """))
    }
    if !sounds.searchedNear {
      blocks.append(
        .paragraph(
          """
          Only equal sounds were compared, because the corpus has more than \
          \(Conflicts.mostForNear) different ones.
          """))
    }
    if !sounds.conflicts.isEmpty {
      blocks.append(
        .table(
          Table(
            [.words("sound"), .words("utterances"), .words("texts")],
            sounds.conflicts.prefix(Self.listed).map { group in
              [
                group.kind == .equal
                  ? "equal" : Text("nearly equal (\(rounded(group.similarity, places: 4)))"),
                names(group.ids), texts(group.ids),
              ]
            })))
      if sounds.conflicts.count > Self.listed {
        blocks.append(
          .paragraph("\(sounds.conflicts.count - Self.listed) more are in ranked.json."))
      }
    }
    return Section(
      "One sound, different texts", tone: sounds.conflicts.isEmpty ? .plain : .alarm, blocks)
  }

  private func names(_ ids: [String]) -> Text {
    ids.prefix(10).enumerated().reduce("") { sum, next in
      sum + (next.offset > 0 ? ", " : "") + "\(code: next.element)"
    }
  }

  private func texts(_ ids: [String]) -> Text {
    ids.prefix(10).enumerated().reduce("") { sum, next in
      sum + (next.offset > 0 ? " / " : "")
        + "\(name: analysis.listings?[next.element]?.text ?? "")"
    }
  }

  // MARK: - Basis

  var basisSection: Section {
    let gaps = ranked.gaps
    var rows: [[Text]] = [
      ["model", "\(name: ranked.plan.model)"],
      ["passes", "\(ranked.plan.passes.count), of which \(ranked.plan.burnIn) are the burn-in"],
      ["bins of equal length", "\(ranked.bins.count)"],
      ["losses", Text(unit)],
      ["utterances that lack a loss at some pass", "\(gaps.incomplete)"],
      ["losses that are missing", "\(gaps.missingLosses)"],
      ["utterances without a number of tokens or frames", "\(gaps.withoutLength)"],
      [
        "utterances without any loss after the burn-in, which are not ranked",
        gaps.withoutLoss.isEmpty
          ? "0" : "\(gaps.withoutLoss.count): \(name: abbreviatedList(gaps.withoutLoss, limit: 5))",
      ],
    ]
    if analysis.listings != nil {
      rows.append(["utterances of the manifest without a trace", "\(analysis.untraced)"])
      rows.append(["ranked utterances that the manifest does not list", "\(analysis.unlisted)"])
    }
    return Section(
      "Basis", isAppendix: true, [.table(Table([.words("figure"), .words("value")], rows))])
  }
}
