import Files
import Statistics
import Traces

/// The utterances of a trace table, ordered by how strongly training has to memorise them.
package struct RankedUtterances: Sendable {
  /// The values that the table lacks.
  package struct Gaps: Hashable, Sendable {
    /// The ids of utterances without any loss after the burn-in, which are not ranked, sorted.
    package var withoutLoss: [String] = []
    /// The number of ranked utterances that lack a loss at some pass.
    package var incomplete = 0
    /// The number of losses that are missing among the ranked utterances.
    package var missingLosses = 0
    /// The number of ranked utterances without a number of tokens or frames.
    package var withoutLength = 0

    package init(
      withoutLoss: [String] = [], incomplete: Int = 0, missingLosses: Int = 0,
      withoutLength: Int = 0
    ) {
      self.withoutLoss = withoutLoss
      self.incomplete = incomplete
      self.missingLosses = missingLosses
      self.withoutLength = withoutLength
    }
  }

  package let plan: PassPlan
  package let bins: LengthBins
  /// Whether losses are per token. They are those of whole texts if an utterance has no tokens.
  package let isPerToken: Bool
  package let gaps: Gaps
  /// The ranked utterances in the order of the table.
  package let traces: [UtteranceTrace]
  /// The numbers of the utterances in `traces`, the highest excess first.
  package let order: [Int]
  /// The distance of the cumulative sample loss above the median of the bin of equal length, in
  /// interquartile ranges, for each utterance.
  package let excesses: [Double]
  /// The rank of the cumulative sample loss within the bin of equal length, 0...1, for each utterance.
  package let shares: [Double]

  /// - Parameters:
  ///   - model: the model whose losses count.
  ///   - burnIn: the number of passes that do not count; nil for the first quarter.
  ///   - bins: the number of bins of equal length; nil to choose it.
  /// - Throws: `.badData` if the table has no row of the model, or no loss; `.usage` if the burn-in
  ///   leaves no pass, or if there are more bins than utterances.
  package init(
    _ table: TraceTable, model: String = TraceRow.defaultModel, burnIn: Int? = nil, bins: Int? = nil
  ) throws(Problem) {
    let plan = try Self.plan(table, model, burnIn)
    let rows = table.ids.indices.map { utterance in table.rows(of: utterance).map { table[$0] } }
    let own = rows.map { $0.filter { $0.model == model } }
    let isPerToken = own.allSatisfy { $0.isEmpty || $0.contains { $0.tokens != nil } }
    var gaps = Gaps()
    var traces: [UtteranceTrace] = []
    for (utterance, id) in table.ids.enumerated() where !own[utterance].isEmpty {
      guard let trace = UtteranceTrace(id, rows[utterance], plan, perToken: isPerToken) else {
        gaps.withoutLoss.append(id)
        continue
      }
      let missing = trace.losses.count { $0 == nil }
      gaps.missingLosses += missing
      gaps.incomplete += missing > 0 ? 1 : 0
      gaps.withoutLength += trace.tokens == nil || trace.frames == nil ? 1 : 0
      traces.append(trace)
    }
    gaps.withoutLoss.sort()
    guard !traces.isEmpty else {
      throw Problem(
        .badData, "model '\(model.printable)' has no finite loss after the burn-in",
        hint: "check that the losses are numbers, or lower \(RankSetting.burnIn)")
    }
    if let bins, bins > traces.count {
      throw Problem(
        .usage, "\(bins) bins are more than the \(traces.count) utterances with a loss",
        hint: "lower \(RankSetting.bins), or leave it out")
    }
    self.plan = plan
    self.isPerToken = isPerToken
    self.gaps = gaps
    self.traces = traces
    self.bins = LengthBins(traces.map { ($0.tokens, $0.frames) }, wanted: bins)
    let losses = traces.map(\.cumulativeLoss)
    shares = self.bins.shares(losses)
    let excesses = self.bins.excesses(losses)
    self.excesses = excesses
    order = traces.indices.sorted {
      (-excesses[$0], -losses[$0], traces[$0].id) < (-excesses[$1], -losses[$1], traces[$1].id)
    }
  }

  private static func plan(
    _ table: TraceTable, _ model: String, _ burnIn: Int?
  ) throws(Problem) -> PassPlan {
    guard table.models.contains(model) else {
      throw Problem(
        .badData, "no row is of the model '\(model.printable)', but of \(quoted(table.models))",
        hint: "name one of them with \(RankSetting.model)")
    }
    let numbered: [Int?] = table.passes(of: model)
    let passes = numbered.isEmpty ? [nil] : numbered
    let burnIn = burnIn ?? passes.count / 4
    guard burnIn < passes.count else {
      throw Problem(
        .usage,
        "a burn-in of \(burnIn) leaves none of "
          + counted(passes.count, "pass", "passes") + " of model '\(model.printable)'",
        hint: "lower \(RankSetting.burnIn)")
    }
    return PassPlan(model: model, passes: passes, burnIn: burnIn)
  }

  /// The numbers of the utterances ordered by another score, the highest excess first.
  /// Utterances without the score are left out.
  package func order(by score: (UtteranceTrace) -> Double?) -> [Int] {
    let known = traces.indices.filter { score(traces[$0]) != nil }
    let values = known.map { score(traces[$0])! }
    let bins = LengthBins(known.map { (traces[$0].tokens, traces[$0].frames) })
    let excesses = bins.excesses(values)
    return known.indices.sorted {
      (-excesses[$0], -values[$0], traces[known[$0]].id)
        < (-excesses[$1], -values[$1], traces[known[$1]].id)
    }.map { known[$0] }
  }

  /// The median loss of each bin at each pass, for comparison with single utterances; nil where no
  /// utterance of the bin has a loss.
  package func medianLosses() -> [[Double?]] {
    var values = [[[Double]]](
      repeating: Array(repeating: [], count: plan.passes.count), count: bins.count)
    for (utterance, trace) in traces.enumerated() {
      for (pass, loss) in trace.losses.enumerated() {
        if let loss { values[bins.numbers[utterance]][pass].append(loss) }
      }
    }
    return values.map { $0.map { median($0) } }
  }
}
