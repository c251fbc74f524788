import Ranking

/// The results of `rank` in `ranked.json`.
package struct RankDocument: Codable, Sendable {
  /// The number of utterances that are listed; `ranked.tsv` has all of them.
  package static let listed = 1_000

  /// Whether the recall of planted errors gives the ranking a meaning.
  package enum Meaning: String, Codable, Sendable { case measured, unknown }

  package struct Row: Codable, Hashable, Sendable {
    package let id: String
    /// From 1, the worst first.
    package let rank: Int
    /// The rank of the cumulative loss within the bin of equal length, 0...1.
    package let share: Double
    /// The distance of the cumulative loss from the median of the bin, in interquartile ranges.
    package let excess: Double
    package let bin: Int
    package let cumulativeLoss: Double
    package let finalLoss: Double
    package let lossIqr: Double?
    package let inputGradientNorm: Double?
    package let gradientNorm: Double?
    package let curvature: Double?
    package let hessianTrace: Double?
    package let worstToken: String?
    package let worstTokenLoss: Double?
    package let tokens: Int?
    package let frames: Int?
    package let text: String?
    package let heard: String?
    package let audio: String?
    package let isConflicting: Bool
    package let planted: PlantedError.Kind?
  }

  package struct Group: Codable, Hashable, Sendable {
    package let kind: Conflict.Kind
    package let similarity: Double
    package let ids: [String]
    package let texts: [String]
  }

  package let meaning: Meaning
  package let model: String
  /// The number of ranked utterances.
  package let utterances: Int
  package let passes: Int
  package let burnIn: Int
  package let bins: Int
  package let lossesPerToken: Bool
  /// The number of utterances without a loss after the burn-in, which are not ranked, and their first
  /// ids.
  package let withoutLoss: Int
  package let withoutLossIds: [String]
  package let incomplete: Int
  package let missingLosses: Int
  package let withoutLength: Int
  package let untraced: Int?
  package let unlisted: Int?
  package let recall: [Recall]
  package let conflicts: [Group]?
  package let duplicates: Int?
  package let searchedNear: Bool?
  package let worst: [Row]

  package init(_ analysis: RankAnalysis) {
    let ranked = analysis.ranked
    meaning = analysis.recall.isEmpty ? .unknown : .measured
    model = ranked.plan.model
    utterances = ranked.traces.count
    passes = ranked.plan.passes.count
    burnIn = ranked.plan.burnIn
    bins = ranked.bins.count
    lossesPerToken = ranked.isPerToken
    withoutLoss = ranked.gaps.withoutLoss.count
    withoutLossIds = Array(ranked.gaps.withoutLoss.prefix(Self.listed))
    incomplete = ranked.gaps.incomplete
    missingLosses = ranked.gaps.missingLosses
    withoutLength = ranked.gaps.withoutLength
    untraced = analysis.listings == nil ? nil : analysis.untraced
    unlisted = analysis.listings == nil ? nil : analysis.unlisted
    recall = analysis.recall
    conflicts = analysis.sounds?.conflicts.prefix(Self.listed).map { group in
      Group(
        kind: group.kind, similarity: group.similarity, ids: group.ids,
        texts: group.ids.map { analysis.listings?[$0]?.text ?? "" })
    }
    duplicates = analysis.sounds?.duplicates
    searchedNear = analysis.sounds?.searchedNear
    worst = Self.rows(analysis, atMost: Self.listed)
  }

  /// The rows of the worst utterances.
  package static func rows(_ analysis: RankAnalysis, atMost most: Int = .max) -> [Row] {
    let ranked = analysis.ranked
    let conflicting = analysis.conflicting
    return ranked.order.prefix(most).enumerated().map { place, utterance in
      let trace = ranked.traces[utterance]
      let listing = analysis.listings?[trace.id]
      return Row(
        id: trace.id, rank: place + 1, share: ranked.shares[utterance],
        excess: ranked.excesses[utterance],
        bin: ranked.bins.numbers[utterance], cumulativeLoss: trace.cumulativeLoss,
        finalLoss: trace.finalLoss, lossIqr: trace.lossIQR,
        inputGradientNorm: trace.inputGradientNorm, gradientNorm: trace.gradientNorm,
        curvature: trace.curvature, hessianTrace: trace.hessianTrace,
        worstToken: trace.worstToken,
        worstTokenLoss: trace.worstTokenLoss, tokens: trace.tokens, frames: trace.frames,
        text: listing?.text, heard: trace.heard, audio: listing?.audio,
        isConflicting: conflicting.contains(trace.id), planted: analysis.planted[trace.id])
    }
  }
}
