import Files
import Gating
import Membership
import Ranking
import Reports
import Scoring

/// Judges the limits of a gate file on analyses. A limit never passes on a missing analysis.
package struct AnalysisJudge {
  private let analyses: [AnalysisFile]
  /// The root of the ledger of the report that the gate judges.
  private let root: String
  /// The waivers in force.
  private let waivers: [Waiver]

  /// - Parameters:
  ///   - root: the Merkle root of the report's ledger in hexadecimal digits.
  ///   - waivers: the waivers in force, which cover failures.
  package init(_ analyses: [AnalysisFile], root: String, waivers: [Waiver] = []) {
    self.analyses = analyses
    self.root = root
    self.waivers = waivers
  }

  /// The judgements of all limits that are not off, one for each analysis of the kind. A limit
  /// without an analysis is inconclusive.
  package func judgements(_ limits: [AnalysisLimit]) -> [AnalysisJudgement] {
    limits.filter { $0.level != .off }.flatMap { limit in
      let found = analyses.compactMap { judgement(limit, $0) }
      guard found.isEmpty else { return found.map { $0.applying(waivers) } }
      return [
        Self.judgement(
          limit, found: "nothing", .inconclusive,
          "no analysis of '\(limit.metric.command)' is given", isMissing: true)
      ]
    }
  }

  /// Nil for an analysis of another kind.
  private func judgement(_ limit: AnalysisLimit, _ file: AnalysisFile) -> AnalysisJudgement? {
    switch (limit.bound, file.content) {
    case (.conflicts(let most), .rank(let document)): conflicts(limit, most, document)
    case (.suspects(let share, let excess), .rank(let document)):
      suspects(limit, share, excess, document)
    case (.membership(let auc, let rate), .membership(let result)):
      membership(
        limit, MembershipLimits(maxAUC: auc, maxTruePositiveRate: rate), result)
    default: nil
    }
  }

  private func conflicts(
    _ limit: AnalysisLimit, _ most: Int, _ document: RankDocument
  ) -> AnalysisJudgement {
    guard let conflicts = document.conflicts else {
      return Self.judgement(
        limit, found: "nothing", .inconclusive, "the ranking read no audio, so it has no conflicts")
    }
    let isCut = conflicts.count >= RankDocument.listed
    let found =
      (isCut ? "at least " : "") + counted(conflicts.count, "conflict", "conflicts")
    if conflicts.count > most {
      return Self.judgement(limit, found: found, .fail, "\(found), and the limit is \(most)")
    }
    if isCut {
      return Self.judgement(
        limit, found: found, .inconclusive,
        "the ranking lists \(RankDocument.listed) conflicts and may have more")
    }
    guard document.searchedNear == true else {
      return Self.judgement(
        limit, found: found, .inconclusive,
        "the corpus was too large to search for nearly equal sounds")
    }
    return Self.judgement(limit, found: found, .pass, "\(found), within the limit of \(most)")
  }

  /// Utterances with a planted error do not count. Without planted errors, nobody knows which share of
  /// the wrong utterances has such an excess.
  private func suspects(
    _ limit: AnalysisLimit, _ maxShare: Double, _ minExcess: Double, _ document: RankDocument
  ) -> AnalysisJudgement {
    let planted = document.recall.reduce(0) { $0 + ($1.points.first?.found.trials ?? 0) }
    let utterances = document.utterances - planted
    guard utterances > 0 else {
      return Self.judgement(
        limit, found: "nothing", .inconclusive,
        "the ranking has no utterance without a planted error")
    }
    let above = document.worst.filter { $0.excess >= minExcess }
    let suspects = above.count { $0.planted == nil }
    let share = Double(suspects) / Double(utterances)
    let isCut = above.count >= RankDocument.listed && document.utterances > above.count
    let found =
      "\(isCut ? "at least " : "")\(suspects) of \(utterances) utterances (\(percent(share)))"
    if share > maxShare {
      return Self.judgement(
        limit, found: found, .fail, "\(found) are suspects, above the limit of \(percent(maxShare))"
      )
    }
    if isCut {
      return Self.judgement(
        limit, found: found, .inconclusive,
        "the ranking lists \(RankDocument.listed) utterances, and more may be suspects")
    }
    if document.meaning == .unknown {
      return Self.judgement(
        limit, found: found, .inconclusive,
        "no errors were planted, so that nobody knows how many wrong utterances are suspects")
    }
    let kinds = document.recall.map { recall in
      let those = document.worst.count { $0.planted == recall.kind && $0.excess >= minExcess }
      return
        "\(those) of \(recall.points.first?.found.trials ?? 0) planted errors '\(recall.kind.title)'"
    }
    return Self.judgement(
      limit, found: found, .pass,
      "\(found) are suspects, within the limit of \(percent(maxShare)); so are "
        + listed(kinds))
  }

  private func membership(
    _ limit: AnalysisLimit, _ limits: MembershipLimits, _ result: MembershipResult
  ) -> AnalysisJudgement {
    if let ledger = result.ledgerRoot, ledger != root {
      return Self.judgement(
        limit, found: "nothing", .inconclusive, "the analysis is of the canaries of another ledger",
        isMissing: true)
    }
    let judgements = limits.judgements(result.analysis)
    guard !judgements.isEmpty else {
      return Self.judgement(
        limit, found: "nothing", .inconclusive, "the analysis has no attacked utterances")
    }
    let found = judgements.map { judgement in
      let figure = judgement.found.map {
        "\(number($0.value)) [\(number($0.lower)), \(number($0.upper))]"
      }
      return "\(judgement.metric.name) \(figure ?? "unknown")"
    }
    let outcomes = judgements.map(\.outcome)
    let outcome: MembershipJudgement.Outcome =
      outcomes.contains(.fail) ? .fail : outcomes.contains(.inconclusive) ? .inconclusive : .pass
    let reasons = judgements.filter { $0.outcome == outcome }.map {
      "\($0.metric.name): \($0.reason)"
    }
    return Self.judgement(
      limit, found: found.joined(separator: ", "),
      outcome == .fail ? .fail : outcome == .pass ? .pass : .inconclusive,
      reasons.joined(separator: "; "))
  }

  private static func judgement(
    _ limit: AnalysisLimit, found: String, _ outcome: GateResult.Outcome, _ reason: String,
    isMissing: Bool = false
  ) -> AnalysisJudgement {
    AnalysisJudgement(
      metric: limit.metric, isWarning: limit.level == .warn, expected: limit.summary, found: found,
      outcome: outcome, reason: reason, isMissing: isMissing)
  }
}

extension MembershipJudgement.Metric {
  fileprivate var name: String {
    switch self {
    case .auc: "AUC"
    case .truePositiveRate: "true-positive rate at 1%"
    }
  }
}
