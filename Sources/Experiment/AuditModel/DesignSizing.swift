import Statistics

extension DesignPlan {
  /// The smallest design like this one with which every limit passes a model without hits and, if a
  /// rate was asked about, fails a model with that rate. Blocks are added first, then coins.
  ///
  /// - Returns: nil if even the largest design that `Design.validate` accepts is too small.
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
    // Adding coins to a design without them would move the first tier out of the blocks.
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

  /// - Parameter coinsToCome: accepts limits that more coins will satisfy later.
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
