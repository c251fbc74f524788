import Statistics
import Traces

/// The losses of one utterance over the passes of training, and the scores that follow from them.
package struct UtteranceTrace: Hashable, Sendable {
  package let id: String
  /// The number of tokens of the text; nil if the table has none.
  package private(set) var tokens: Int?
  /// The number of feature frames; nil if the table has none.
  package private(set) var frames: Int?
  /// The loss at each pass, in nats per token, or in nats if not all utterances have tokens; nil where
  /// it is missing.
  package let losses: [Double?]
  /// The cumulative sample loss: the mean of the losses after the burn-in. Ravikumar et al. (2025) sum
  /// over all passes; a mean does not punish an utterance for a pass that is missing.
  package let cumulativeLoss: Double
  /// The loss at the last pass that has one.
  package let finalLoss: Double
  /// The interquartile range of the losses over all passes (arXiv 2411.05743); nil with fewer than four
  /// losses.
  package let lossIQR: Double?
  /// Means over the rows that have the value.
  package let inputGradientNorm: Double?
  package let curvature: Double?
  package let hessianTrace: Double?
  package let gradientNorm: Double?
  /// The token of the text with the highest loss in the last row that names one.
  package let worstToken: String?
  package let worstTokenLoss: Double?
  /// A transcript of a model that has not memorised the text yet: that of a model that was not trained
  /// on the utterance, else the first one after the burn-in, else the first one.
  package let heard: String?

  /// - Parameters:
  ///   - rows: the rows of the utterance of all models, in the order of the table.
  ///   - plan: the passes that count.
  /// - Returns: nil if no pass after the burn-in has a loss.
  init?(_ id: String, _ rows: [TraceRow], _ plan: PassPlan, perToken: Bool) {
    self.id = id
    let own = rows.filter { $0.model == plan.model }
    for row in own {
      tokens = tokens ?? row.tokens
      frames = frames ?? row.frames
    }
    let scale = perToken ? Double(max(tokens ?? 1, 1)) : 1
    losses = plan.passes.map { pass in
      own.first { $0.pass == pass }.flatMap(\.loss).map { $0 / scale }
    }
    let counted = losses[plan.burnIn...].compactMap(\.self)
    guard let last = counted.last else { return nil }
    cumulativeLoss = counted.reduce(0, +) / Double(counted.count)
    finalLoss = own.first { $0.pass == nil }.flatMap(\.loss).map { $0 / scale } ?? last
    let all = losses.compactMap(\.self).sorted()
    lossIQR =
      all.count < 4 ? nil : quantile(0.75, ofAscending: all) - quantile(0.25, ofAscending: all)
    inputGradientNorm = Self.mean(own.compactMap(\.inputGradientNorm))
    curvature = Self.mean(own.compactMap(\.curvature))
    hessianTrace = Self.mean(own.compactMap(\.hessianTrace))
    gradientNorm = Self.mean(own.compactMap(\.gradientNorm))
    let worst = own.last { $0.worstTokenLoss != nil }
    worstToken = worst?.worstToken
    worstTokenLoss = worst?.worstTokenLoss
    let heard = own.filter { $0.hypothesis != nil }
    let early = heard.first { row in
      row.pass.flatMap(plan.position).map { $0 >= plan.burnIn } ?? false
    }
    self.heard =
      (rows.first { $0.hypothesis != nil && $0.isInTraining == false } ?? early ?? heard.first)?
      .hypothesis
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }
}

/// The passes of a trace table that a ranking uses.
package struct PassPlan: Hashable, Sendable {
  package let model: String
  /// The numbers of the passes, ascending; a single nil for a finished model.
  package let passes: [Int?]
  /// The number of passes at the start that do not count. A CTC model first learns to emit blanks: the
  /// losses of these passes depend on the length of the text and not on what it says.
  package let burnIn: Int

  func position(of pass: Int) -> Int? { passes.firstIndex(of: pass) }
}
