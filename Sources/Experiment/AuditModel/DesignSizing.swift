import Statistics

extension DesignPlan {
  /// The smallest design like this one that keeps what is asked: every limit can be passed by a
  /// model without a hit and, where a rate was asked, fails at it. Blocks grow first, then coins.
  ///
  /// - Returns: nil where even the largest design that `Design.validate` takes does not.
  package var sufficientDesign: Design? {
    var sized = design
    if sized.blocks > 0 {
      guard
        let blocks = smallestCount(
          from: design.blocks, most: 100_000,
          where: { blocks in
            sized.blocks = blocks
            return limits.allSatisfy { isEnough($0, sized, coinsToCome: true) }
          })
      else { return nil }
      sized.blocks = blocks
    }
    // Coins where there were none would take the first tier from the blocks.
    if design.coins == 0 {
      return limits.allSatisfy { isEnough($0, sized, coinsToCome: false) } ? sized : nil
    }
    guard
      let coins = smallestCount(
        from: design.coins, most: 1_000_000,
        where: { coins in
          sized.coins = coins
          return limits.allSatisfy { isEnough($0, sized, coinsToCome: false) }
        })
    else { return nil }
    sized.coins = coins
    return sized
  }

  /// - Parameter coinsToCome: lets limits wait that more coins will mend.
  private func isEnough(_ limit: Limit, _ design: Design, coinsToCome: Bool) -> Bool {
    guard limit.limit.metric != .detection else { return true }
    let takesCoins =
      design.coins > 0
      && (limit.limit.metric == .regression
        || design.coinTier.map(limit.limit.repetitions.contains)!)
    if coinsToCome, takesCoins { return true }
    guard let needed = limit.limit.smallestPassableSize(controls: design.fewestControls) else {
      return false
    }
    if assumptions.rate != nil, limit.limit.metric != .regression, limit.neededToFail == nil {
      return false
    }
    return design.fewestTrained(in: limit.limit.repetitions)
      >= max(needed, limit.neededToFail ?? 0)
  }
}
