import Randomness

extension OneRunEpsilon {
  /// Guesses from scores that the `top` highest were included and the `bottom` lowest were not, and
  /// abstains on the others. Neither number may depend on the coins; above delta 0 both must have
  /// been fixed before training.
  ///
  /// Ties are put in random order by the stream `name` of `seed`, because any other order could
  /// depend on the coins: if all scores are tied, every guess is a coin flip.
  ///
  /// - Parameter canaries: the score (not NaN) and the coin of at least `top` + `bottom` canaries.
  package init(
    canaries: [(score: Double, wasIncluded: Bool)], top: Int, bottom: Int, delta: Double,
    seed: Seed, name: String
  ) {
    precondition(
      top >= 0 && bottom >= 0 && top + bottom <= canaries.count,
      "\(top) + \(bottom) guesses about \(canaries.count) canaries")
    precondition(!canaries.contains { $0.score.isNaN }, "a canary's score is NaN")
    var random = seed.stream(name)
    var shuffled = Array(canaries.indices)
    random.shuffle(&shuffled)
    // The position after the shuffle breaks ties, because the sort is not guaranteed to be stable.
    let descending = shuffled.enumerated().sorted { a, b in
      let (one, other) = (canaries[a.element].score, canaries[b.element].score)
      return one == other ? a.offset < b.offset : one > other
    }
    let coins = descending.map { canaries[$0.element].wasIncluded }
    let right = coins.prefix(top).count { $0 } + coins.suffix(bottom).count { !$0 }
    self.init(canaries: canaries.count, guesses: top + bottom, correct: right, delta: delta)
  }

  /// Guesses that every canary with an exact transcript was included and abstains on all others, at
  /// delta 0. The number of guesses depends on the transcripts, which is valid only there.
  package init(canaries: [(isExact: Bool, wasIncluded: Bool)]) {
    let guessed = canaries.filter(\.isExact)
    self.init(
      canaries: canaries.count, guesses: guessed.count,
      correct: guessed.count { $0.wasIncluded }, delta: 0)
  }
}
