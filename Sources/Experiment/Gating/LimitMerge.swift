import AuditModel
import Files

/// Limits of a gate file beside those that the ledger fixed before training.
struct LimitMerge {
  private(set) var limits: [GateLimit]
  /// Those of `limits` that the ledger has too.
  private(set) var promised: Set<GateLimit> = []
  private(set) var differences: [String] = []
  /// Of the design: what a limit means that names none.
  private let speeds: [Double]

  /// The ledger's limits alone.
  init(promises: [GateLimit], speeds: [Double]) {
    self.limits = promises
    self.promised = Set(promises)
    self.speeds = speeds
  }

  /// Limits of a gate file. The stricter of two on the same thing holds, and whatever only the ledger
  /// has; what only the file has is named where the ledger has promised anything.
  init(file: [GateLimit], promises: [GateLimit], speeds: [Double]) {
    limits = []
    self.speeds = speeds
    var left = file
    for promise in promises { keep(promise, &left) }
    if !promises.isEmpty {
      for limit in left { differences.append("\(limit.summary): only the gate file has it") }
    }
    // In the file's order, then what only the ledger has.
    let all = limits + left
    let places = all.map { limit in file.firstIndex { isAlike($0, limit) } ?? file.count }
    limits = (0...file.count).flatMap { place in
      all.indices.filter { places[$0] == place }.map { all[$0] }
    }
  }

  /// - Parameter left: what no promise has met yet; a limit may be met at some of its speeds only.
  private mutating func keep(_ promise: GateLimit, _ left: inout [GateLimit]) {
    var open = promise.speeds ?? speeds
    for limit in left where isAlike(limit, promise) {
      let shared = (limit.speeds ?? speeds).filter(open.contains)
      guard !shared.isEmpty else { continue }
      open.removeAll { shared.contains($0) }
      let rest = (limit.speeds ?? speeds).filter { !shared.contains($0) }
      left.removeAll { $0 == limit }
      if !rest.isEmpty { left.append(limit.at(rest)) }
      add(stricter(limit, promise).at(rest.isEmpty ? limit.speeds : shared))
    }
    guard !open.isEmpty || speeds.isEmpty else { return }
    let isWhole = open == promise.speeds ?? speeds
    add(promise.at(isWhole ? promise.speeds : open))
    let place = isWhole ? "" : " at " + open.map { "\(trimmed($0))x" }.joined(separator: ", ")
    differences.append("\(promise.summary)\(place): only the ledger has it; it holds")
  }

  private mutating func add(_ limit: GateLimit) {
    limits.append(limit)
    promised.insert(limit)
  }

  private mutating func stricter(_ asked: GateLimit, _ promised: GateLimit) -> GateLimit {
    var limit = asked
    if let max = asked.max, let promise = promised.max, max != promise {
      limit.max = min(max, promise)
      differences.append(
        "\(name(asked)): the gate file says \(max), the ledger \(promise); \(limit.max!) holds")
    }
    if asked.level != promised.level {
      limit.level = stricter(asked.level, promised.level)
      differences.append(
        "\(name(asked)): the gate file says \(asked.level.rawValue), the ledger "
          + "\(promised.level.rawValue); \(limit.level.rawValue) holds")
    }
    return limit
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

  private func isAlike(_ a: GateLimit, _ b: GateLimit) -> Bool {
    a.metric == b.metric && Set(a.repetitions) == Set(b.repetitions)
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

extension GateLimit {
  /// The same at other speeds.
  fileprivate func at(_ speeds: [Double]?) -> GateLimit {
    var limit = self
    limit.speeds = metric == .detection ? nil : speeds
    return limit
  }
}
