import Statistics

/// How many canaries a limit has to go by at one speed.
package struct GroupSize: Hashable, Sendable {
  package var trained: Int
  package var controls: Int

  package init(trained: Int, controls: Int) {
    self.trained = trained
    self.controls = controls
  }
}

extension Design {
  /// Controls at one speed where so many coins fall on tails.
  func controls(tails: Int) -> Int { blocks * (allocation.last ?? 0) + tails }

  /// Trained canaries of some tiers at one speed where so many coins fall on heads.
  func trained(in tiers: [Int], heads: Int) -> Int {
    tiers.reduce(0) { $0 + dealt(to: $1) + ($1 == coinTier ? heads : 0) }
  }

  /// Counting only the tails that 99 runs of 100 toss.
  package var fewestControls: Int { controls(tails: DesignCheck.fewestHeads(of: coins)) }

  /// Counting only the heads that 99 runs of 100 toss.
  package func fewestTrained(in tiers: [Int]) -> Int {
    trained(in: tiers, heads: DesignCheck.fewestHeads(of: coins))
  }
}

extension Design {
  /// Where a limit is judged: at each of its speeds, or once over all of them (nil).
  package func places(of limit: GateLimit) -> [Double?] {
    limit.metric == .detection ? [nil] : limit.speeds ?? speeds
  }

  /// K: how many chances to fail by accident a gate has.
  func errorJudgements(_ limits: [GateLimit]) -> Int {
    limits.filter { $0.level == .error }.reduce(0) { $0 + places(of: $1).count }
  }

  /// Of lower bounds, so that all limits together fail by accident once in twenty gates at most.
  package func failingConfidence(_ limits: [GateLimit]) -> Double {
    1 - 0.05 / Double(max(1, errorJudgements(limits)))
  }
}

extension GateLimit {
  /// How many trained canaries it takes for no hit at all to keep the limit; 0 for detection, nil
  /// where no number does with so many controls.
  ///
  /// A gap's upper limit has a closed form without controls in it (`Newcombe.smallestCleanGroup`).
  /// Growth is held against a baseline of the same size that is as clean, and its upper limit never
  /// falls under the share that the controls leave open.
  package func smallestPassableSize(controls: Int) -> Int? {
    guard let max else { return 0 }
    if metric != .regression {
      let size = Newcombe.smallestCleanGroup(limit: max, confidence: 0.95)
      return size == .max ? nil : size
    }
    return smallestCount(from: 1, most: 1 << 40) { size in
      let clean = GapChange.Groups(
        trained: Proportion(hits: 0, trials: size),
        controls: Proportion(hits: 0, trials: controls))
      let change = GapChange.interval(now: clean, before: clean, confidence: 0.95)
      return change.upper <= max
    }
  }
}
