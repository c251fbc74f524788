import AuditModel
import Files

/// The limits of a gate file merged with those that the ledger declares.
struct LimitMerge {
  private(set) var limits: [GateLimit]
  /// The members of `limits` that the ledger declares.
  private(set) var promised: Set<GateLimit> = []
  private(set) var differences: [String] = []
  /// The speeds of the design, which a limit without speeds covers.
  private let speeds: [Double]

  /// The ledger's limits alone.
  init(promises: [GateLimit], speeds: [Double]) {
    self.limits = promises
    self.promised = Set(promises)
    self.speeds = speeds
  }

  /// The limits of a gate file and of the ledger. The stricter of two limits on the same metric and
  /// tiers applies. Limits that only one of them has apply too.
  init(file: [GateLimit], promises: [GateLimit], speeds: [Double]) {
    limits = []
    self.speeds = speeds
    var left = file
    for promise in promises { keep(promise, &left) }
    if !promises.isEmpty {
      for limit in left { differences.append("\(limit.summary): only in the gate file") }
    }
    // The file's order comes first, then the limits that only the ledger has.
    let all = limits + left
    let places = all.map { limit in file.firstIndex { isAlike($0, limit) } ?? file.count }
    limits = (0...file.count).flatMap { place in
      all.indices.filter { places[$0] == place }.map { all[$0] }
    }
  }

  /// - Parameter left: the limits of the file that no declared limit has matched yet. A limit may
  ///   be matched at some of its speeds only.
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
    differences.append("\(promise.summary)\(place): only in the ledger; it applies")
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
        "\(name(asked)): \(max) in the gate file, \(promise) in the ledger; \(limit.max!) applies")
    }
    if asked.level != promised.level {
      limit.level = stricter(asked.level, promised.level)
      differences.append(
        "\(name(asked)): \(asked.level.rawValue) in the gate file, \(promised.level.rawValue) in "
          + "the ledger; \(limit.level.rawValue) applies")
    }
    return limit
  }

  /// Adds a limit on growth for each limit on memorization, unless there is one on growth already.
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
  /// This limit at other speeds.
  fileprivate func at(_ speeds: [Double]?) -> GateLimit {
    var limit = self
    limit.speeds = metric == .detection ? nil : speeds
    return limit
  }
}
