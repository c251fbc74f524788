import Statistics

/// The numbers of canaries at one speed that a limit is judged with.
package struct GroupSize: Hashable, Sendable {
  package var trained: Int
  package var controls: Int

  package init(trained: Int, controls: Int) {
    self.trained = trained
    self.controls = controls
  }
}

extension Design {
  /// The controls of a speed if so many coins fall on tails.
  func controls(tails: Int) -> Int { blocks * (allocation.last ?? 0) + tails }

  /// The trained canaries of some tiers at one speed if so many coins fall on heads.
  func trained(in tiers: [Int], heads: Int) -> Int {
    tiers.reduce(0) { $0 + assigned(to: $1) + ($1 == coinTier ? heads : 0) }
  }

  /// The controls of a speed that at least 99 of 100 draws give.
  package var fewestControls: Int { controls(tails: DesignCheck.fewestHeads(of: coins)) }

  /// The trained canaries of some tiers that at least 99 of 100 draws give.
  package func fewestTrained(in tiers: [Int]) -> Int {
    trained(in: tiers, heads: DesignCheck.fewestHeads(of: coins))
  }
}

extension Design {
  /// The speeds at which a limit is judged; one nil for a limit that is judged once over all speeds.
  package func places(of limit: GateLimit) -> [Double?] {
    limit.metric == .detection ? [nil] : limit.speeds ?? speeds
  }

  /// The number K of judgements that can fail a gate.
  func errorJudgements(_ limits: [GateLimit]) -> Int {
    limits.filter { $0.level == .error }.reduce(0) { $0 + places(of: $1).count }
  }

  /// The confidence of the lower bounds that fail a limit (1 − 0.05 / K): all limits together fail a
  /// clean model in at most 5% of gates.
  package func failingConfidence(_ limits: [GateLimit]) -> Double {
    1 - 0.05 / Double(max(1, errorJudgements(limits)))
  }
}

extension GateLimit {
  /// The fewest trained canaries with which zero hits keep the limit; 0 for detection, nil if no
  /// number is enough with so many controls.
  ///
  /// The upper bound of a gap does not depend on the controls as long as none is hit
  /// (`GapBound.smallestCleanGroup`). Growth is compared with an equally large baseline without hits;
  /// its upper bound never falls below the share that the controls leave open.
  package func smallestPassableSize(controls: Int) -> Int? {
    guard let max else { return 0 }
    if metric != .regression {
      let size = GapBound.smallestCleanGroup(limit: max, confidence: 0.95)
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
