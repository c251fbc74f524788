import AuditModel
import Statistics

/// Bounds of epsilon from the coin block of one speed.
extension Scorer {
  /// The delta at which the Gaussian bound is converted to epsilon.
  static let gaussianDelta = 1e-5

  /// The bound by the rule of the ledger: all exact transcripts if there are enough of them, else
  /// the numbers of guesses. Nil if the coin block is smaller than these numbers.
  func oneRun(_ speed: SpeedRows) -> Report.PrivacyResult.OneRun? {
    guard let copies = ledger.header.design.coinTier else { return nil }
    let coins = speed.all.filter { $0.canary.block == .coin }
    guard let (bound, guessesExact) = oneRunGuesses(coins, speed.speed) else { return nil }
    let fewest = ledger.header.primaryAnalysis.epsilonFewestExact
    let ranked = rankedGuesses(coins, speed.speed)
    let guesses = ledger.header.primaryAnalysis.epsilonGuesses
    return Report.PrivacyResult.OneRun(
      canaries: bound.canaries, copies: copies,
      guessedTrained: guessesExact ? bound.guesses : guesses[0],
      guessedControls: guessesExact ? 0 : guesses[1], correct: bound.correct, delta: bound.delta,
      epsilon: bound.lowerBound(confidence: Self.confidence),
      ceiling: ceiling(coins, fewestExact: fewest, ranked: ranked?.guesses),
      rule: fewest.map { _ in guessesExact ? .exactTranscripts : .ranked })
  }

  /// The guesses by the rule of the ledger, and whether they are all exact transcripts.
  func oneRunGuesses(
    _ coins: [CanaryRow], _ speed: Double
  ) -> (bound: OneRunEpsilon, areExact: Bool)? {
    let exact = OneRunEpsilon(
      canaries: coins.map { ($0.score!.isExact, $0.canary.role == .trained) })
    let fewest = ledger.header.primaryAnalysis.epsilonFewestExact
    if let fewest, exact.guesses >= fewest { return (exact, true) }
    return rankedGuesses(coins, speed).map { ($0, false) }
  }

  /// The largest bound that a model could get: it ranks all trained canaries first or, if the ledger
  /// has the rule, writes all of them and no control out.
  private func ceiling(_ coins: [CanaryRow], fewestExact: Int?, ranked: Int?) -> Double {
    let heads = coins.count { $0.canary.role == .trained }
    let exact = fewestExact.flatMap { heads >= $0 ? heads : nil }
    return [ranked, exact].compactMap { $0 }.map {
      OneRunEpsilon.ceiling(
        canaries: coins.count, guesses: $0, delta: 0, confidence: Self.confidence)
    }.max() ?? 0
  }

  /// The bound for Gaussian trade-off functions. It always has the numbers of guesses of the ledger,
  /// because it holds for numbers that were fixed before training. Nil in ledgers of earlier
  /// versions, which do not have the bound.
  func gaussianOneRun(_ speed: SpeedRows) -> Report.PrivacyResult.Gaussian? {
    let analysis = ledger.header.primaryAnalysis
    guard analysis.epsilonFewestExact != nil, let copies = ledger.header.design.coinTier,
      let ranked = rankedGuesses(
        speed.all.filter { $0.canary.block == .coin }, speed.speed)
    else { return nil }
    func epsilon(correct: Int) -> (mu: Double, epsilon: Double) {
      let mu = GaussianOneRunEpsilon(
        canaries: ranked.canaries, guesses: ranked.guesses, correct: correct
      ).lowerBound(confidence: Self.confidence)
      return (mu, GaussianOneRunEpsilon.epsilon(mu: mu, delta: Self.gaussianDelta))
    }
    let bound = epsilon(correct: ranked.correct)
    return Report.PrivacyResult.Gaussian(
      canaries: ranked.canaries, copies: copies, guesses: ranked.guesses, correct: ranked.correct,
      mu: bound.mu, delta: Self.gaussianDelta, epsilon: bound.epsilon,
      ceiling: epsilon(correct: ranked.guesses).epsilon)
  }

  /// The guesses with the lowest and the highest error rates; nil if there are too few coins.
  func rankedGuesses(_ coins: [CanaryRow], _ speed: Double) -> OneRunEpsilon? {
    let guesses = ledger.header.primaryAnalysis.epsilonGuesses
    guard guesses.count == 2, guesses.allSatisfy({ (0...coins.count).contains($0) }),
      (1...max(1, coins.count)).contains(guesses[0] + guesses[1])
    else { return nil }
    return OneRunEpsilon(
      canaries: coins.map { ($0.score!.negativeCER, $0.canary.role == .trained) },
      top: guesses[0], bottom: guesses[1], delta: 0, seed: ledger.seed, name: "epsilon \(speed)")
  }
}
