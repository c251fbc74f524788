import Canaries

/// Limits of a gate file beside those that the ledger fixed before training.
struct LimitMerge {
  private(set) var limits: [GateLimit]
  private(set) var differences: [String] = []
  /// Of the design: what a limit means that names none.
  private let speeds: [Double]

  init(limits: [GateLimit], speeds: [Double]) {
    self.limits = limits
    self.speeds = speeds
  }

  /// The stricter of two limits on the same thing holds, and whatever only the ledger has.
  mutating func keepPromises(_ promises: [GateLimit]) {
    for promised in promises {
      guard let place = limits.firstIndex(where: { isSame($0, promised) }) else {
        limits.append(promised)
        differences.append("\(promised.summary): only the ledger has it; it holds")
        continue
      }
      let asked = limits[place]
      if let max = asked.max, let promise = promised.max, max != promise {
        let stricter = min(max, promise)
        limits[place].max = stricter
        differences.append(
          "\(name(asked)): the gate file says \(max), the ledger \(promise); \(stricter) holds")
      }
      if asked.level != promised.level {
        let stricter = stricter(asked.level, promised.level)
        limits[place].level = stricter
        differences.append(
          "\(name(asked)): the gate file says \(asked.level.rawValue), the ledger "
            + "\(promised.level.rawValue); \(stricter.rawValue) holds")
      }
    }
  }

  /// Where nothing is said about growth, it has a limit wherever memorization has one.
  mutating func addRegression() {
    guard !limits.contains(where: { $0.metric == .regression }) else { return }
    for limit in limits where limit.metric == .memorization && limit.level != .off {
      limits.append(
        GateLimit(
          .regression, max: GateLimit.standardIncrease, repetitions: limit.repetitions,
          speeds: limit.speeds, level: limit.level))
    }
  }

  private func isSame(_ a: GateLimit, _ b: GateLimit) -> Bool {
    a.metric == b.metric && Set(a.repetitions) == Set(b.repetitions)
      && Set(a.speeds ?? speeds) == Set(b.speeds ?? speeds)
  }

  private func name(_ limit: GateLimit) -> String {
    limit.repetitions.isEmpty
      ? limit.metric.rawValue : "\(limit.metric.rawValue) at \(limit.tiers)"
  }

  private func stricter(_ a: GateLimit.Level, _ b: GateLimit.Level) -> GateLimit.Level {
    let order = GateLimit.Level.allCases
    return order.firstIndex(of: a)! < order.firstIndex(of: b)! ? a : b
  }
}
