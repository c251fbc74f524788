import Files
import Ranking
import Reports

/// The page of `rank`: three lists of utterances with their losses over training, recordings and texts,
/// the conflicts, and the recall of planted errors.
package struct RankPage {
  /// The number of utterances in each list.
  package static let listed = 50

  let analysis: RankAnalysis
  let recordings: [String: AudioSample]
  let medians: [[Double?]]

  /// - Parameter recordings: by the id of the utterance; utterances without one have no player.
  package init(_ analysis: RankAnalysis, recordings: [String: AudioSample] = [:]) {
    self.analysis = analysis
    self.recordings = recordings
    medians = analysis.ranked.medianLosses()
  }

  /// The ids of the utterances that the lists show, in the order of the page, without repetition.
  package static func shown(_ analysis: RankAnalysis) -> [String] {
    var seen: Set<String> = []
    return lists(analysis).flatMap(\.utterances).map { analysis.ranked.traces[$0].id }
      .filter { seen.insert($0).inserted }
  }

  package var page: Page {
    Page(
      kind: "asr-audit rank", title: "The utterances that training has to memorise",
      tone: isMeasured ? .plain : .unclear, state: isMeasured ? nil : "meaning unknown",
      lead: lead,
      sections: [recallSection].compactMap { $0 } + Self.lists(analysis).map(section)
        + [conflictSection].compactMap { $0 } + [basisSection],
      footer: "Written by asr-audit rank. ranked.tsv lists all utterances.")
  }

  var ranked: RankedUtterances { analysis.ranked }
  var isMeasured: Bool { !analysis.recall.isEmpty }
  var unit: String { ranked.isPerToken ? "nats per token" : "nats" }

  // MARK: - Lead

  private var lead: [Block] {
    let passes = ranked.plan.passes.count
    var lead: [Block] = [
      .paragraph(
        """
        \(counted(ranked.traces.count, "utterance", "utterances")) ordered by the cumulative sample \
        loss: the mean loss over \(counted(passes - ranked.plan.burnIn, "pass", "passes")) of training \
        after a burn-in of \(ranked.plan.burnIn), compared with utterances of similar length. Utterances \
        with a wrong text, and correct utterances that resemble no other, stay at a high loss until \
        training memorises them.
        """)
    ]
    if !isMeasured {
      lead.append(
        .notice(
          """
          No errors were planted, so it is unknown how many of the utterances at the top are wrong. \
          Listen to the first of them, or plant known errors to measure what the ranking finds on this \
          corpus.
          """))
    }
    if passes < 4 {
      lead.append(
        .notice(
          """
          The table has \(counted(passes, "pass", "passes")). The losses of a finished model tell less \
          than those of all passes, because training may have memorised the errors by then.
          """))
    }
    return lead
  }

  // MARK: - Lists

  struct UtteranceList {
    let title: String
    let explanation: Text
    let utterances: [Int]
  }

  static func lists(_ analysis: RankAnalysis) -> [UtteranceList] {
    let ranked = analysis.ranked
    let all = [
      UtteranceList(
        title: "Highest cumulative loss",
        explanation:
          "The most probable errors: wrong texts, and utterances that nothing else explains.",
        utterances: ranked.order),
      UtteranceList(
        title: "Learnt late",
        explanation: """
          The loss changed most over training (interquartile range). Training has learnt these \
          utterances, often by memorising them; wrong texts and merely difficult ones are mixed.
          """,
        utterances: ranked.order(by: \.lossIQR)),
      UtteranceList(
        title: "Never learnt",
        explanation: "The loss is still high at the end of training.",
        utterances: ranked.order(by: \.finalLoss)),
    ]
    return all.map {
      UtteranceList(
        title: $0.title, explanation: $0.explanation,
        utterances: Array($0.utterances.prefix(listed)))
    }.filter { !$0.utterances.isEmpty }
  }

  private func section(_ list: UtteranceList) -> Section {
    let losses = list.utterances.flatMap { lateLosses(ranked.traces[$0]) }
    let highest = max(losses.max() ?? 0, 1e-3)
    return Section(
      list.title,
      [
        .paragraph(
          """
          \(list.explanation) Each curve is the loss in \(unit) by pass, dashed the median of \
          utterances of similar length. All curves of the list have one scale.
          """),
        .cards(list.utterances.map { card($0, highest: highest) }),
      ])
  }

  /// The losses of an utterance after the burn-in.
  private func lateLosses(_ trace: UtteranceTrace) -> [Double] {
    trace.losses.dropFirst(ranked.plan.burnIn).compactMap(\.self)
  }

  private func card(_ utterance: Int, highest: Double) -> Card {
    let trace = ranked.traces[utterance]
    var lines: [Text] = []
    if let listing = analysis.listings?[trace.id] { lines.append("text: \(name: listing.text)") }
    if let heard = trace.heard { lines.append("heard: \(name: heard)") }
    if let token = trace.worstToken, let loss = trace.worstTokenLoss {
      lines.append("worst token: \(name: token), \(number(loss)) nats")
    }
    lines.append(
      "loss \(number(trace.cumulativeLoss)) on average, \(number(trace.finalLoss)) at the end")
    if let planted = analysis.planted[trace.id] {
      lines.append("planted error: \(planted.title)")
    }
    let values = trace.losses.map { $0.map { number($0) } ?? "missing" }
    return Card(
      title: "\(code: trace.id)",
      drawing: ranked.plan.passes.count < 2
        ? nil
        : Sparkline(
          summary: "Loss by pass: \(values.joined(separator: ", ")).", values: trace.losses,
          reference: medians[ranked.bins.numbers[utterance]], highest: highest,
          label: number(highest)),
      audio: recordings[trace.id], lines: lines)
  }
}
