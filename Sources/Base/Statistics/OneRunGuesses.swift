import Randomness

extension OneRunEpsilon {
  /// Guesses from scores: the `top` highest were in, the `bottom` lowest were out, no word on the
  /// others. Both numbers must have been fixed before training.
  ///
  /// Ties are put in random order by the stream `name` of `seed`, never in an order that may know
  /// the coins: where all scores are tied, every guess is a toss.
  ///
  /// - Parameter canaries: score (not NaN) and coin of each, `top` + `bottom` of them or more.
  package init(
    canaries: [(score: Double, wasIncluded: Bool)], top: Int, bottom: Int, delta: Double,
    seed: Seed, name: String
  ) {
    precondition(
      top >= 0 && bottom >= 0 && top + bottom <= canaries.count,
      "\(top) + \(bottom) guesses about \(canaries.count) canaries")
    precondition(!canaries.contains { $0.score.isNaN }, "a canary without a score")
    var random = seed.stream(name)
    var tossed = Array(canaries.indices)
    random.shuffle(&tossed)
    // By place after the toss where scores are equal: a sort alone promises no order for ties.
    let descending = tossed.enumerated().sorted { a, b in
      let (one, other) = (canaries[a.element].score, canaries[b.element].score)
      return one == other ? a.offset < b.offset : one > other
    }
    let coins = descending.map { canaries[$0.element].wasIncluded }
    let right = coins.prefix(top).count { $0 } + coins.suffix(bottom).count { !$0 }
    self.init(canaries: canaries.count, guesses: top + bottom, correct: right, delta: delta)
  }
}
