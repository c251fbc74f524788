import AuditModel
import Statistics

/// The comparison of a promised epsilon with the one-run bounds.
extension Scorer {
  /// - Parameter rows: the scored rows of all canaries; nil if nothing could be measured.
  func promiseResult(_ rows: [CanaryRow]?) -> Report.PromiseResult? {
    guard let promise = request.promise else { return nil }
    let design = ledger.header.design
    let tested = design.speeds.count
    // One promise is tested at every speed.
    let confidence = 1 - (1 - Self.confidence) / Double(max(1, tested))
    let bounds =
      rows.map { rows in
        design.speeds.compactMap {
          bound(SpeedRows($0, rows), promise, confidence: confidence)
        }
      } ?? []
    return Report.PromiseResult(
      epsilon: promise.epsilon, delta: promise.delta,
      conclusion: Report.PromiseResult.conclusion(bounds), confidence: confidence,
      groups: design.repetitions.map { copies in
        let group = promise.forGroup(of: copies)
        return Report.PromiseResult.Group(
          copies: copies, epsilon: group.epsilon, delta: group.delta)
      },
      bounds: bounds)
  }

  /// A coin adds or removes all copies of a canary, so the guarantee of the group applies. At delta 0
  /// the guesses are those of the report's one-run bound. Above 0 their number must have been fixed
  /// before training, so only ranked guesses count.
  private func bound(
    _ speed: SpeedRows, _ promise: PrivacyGuarantee, confidence: Double
  ) -> Report.PromiseResult.Bound? {
    guard let copies = ledger.header.design.coinTier else { return nil }
    let group = promise.forGroup(of: copies)
    let coins = speed.all.filter { $0.canary.block == .coin }
    let guesses =
      group.delta == 0
      ? oneRunGuesses(coins, speed.speed)?.bound : rankedGuesses(coins, speed.speed)
    guard let guesses else { return nil }
    func lowerBound(correct: Int) -> Double {
      // A delta of 1 allows every outcome.
      guard group.delta < 1 else { return 0 }
      return OneRunEpsilon(
        canaries: guesses.canaries, guesses: guesses.guesses, correct: correct, delta: group.delta
      ).lowerBound(confidence: confidence)
    }
    return Report.PromiseResult.Bound(
      speed: speed.speed, copies: copies, epsilon: group.epsilon, delta: group.delta,
      canaries: guesses.canaries, guesses: guesses.guesses, correct: guesses.correct,
      lowerBound: lowerBound(correct: guesses.correct),
      ceiling: lowerBound(correct: guesses.guesses))
  }
}
