import Randomness

/// The role that was drawn for one candidate.
package struct Assignment: Hashable, Sendable {
  package var role: Canary.Role
  package var repetitions: Int
  package var block: Canary.Block
}

/// Assigns the roles at random. No candidate is excluded afterwards.
///
/// * A fair coin flip decides each coin candidate: heads is trained, tails is a control.
/// * Fixed candidates of one speed and voice are sorted by token count and cut into blocks; the
///   labels of each block are shuffled. Canaries of a block are therefore similar in length, so
///   length is not confounded with the role.
/// - Parameter tokenCounts: the number of tokens of each candidate, in their order.
package func assign(
  _ candidates: [Candidate], tokenCounts: [Int], design: Design, seed: Seed
) -> [Assignment] {
  var coins = seed.stream("coins")
  var order = seed.stream("deals")
  var assignments = candidates.map { _ in
    Assignment(role: .control, repetitions: 0, block: .coin)
  }
  for candidate in candidates {
    switch candidate.kind {
    case .coin:
      if coins.coin() {
        assignments[candidate.index].role = .trained
        assignments[candidate.index].repetitions = design.repetitions[0]
      }
    case .tracer:
      assignments[candidate.index] = Assignment(
        role: .tracer, repetitions: Design.tracerCopies, block: .none)
    case .fixed: break
    }
  }
  let labels =
    zip(design.blockTiers, design.allocation).flatMap { Array(repeating: $0, count: $1) }
    + Array(repeating: 0, count: design.allocation.last ?? 0)
  var block = 0
  for pool in pools(candidates.filter { $0.kind == .fixed }) {
    let sorted = pool.sorted {
      (tokenCounts[$0.index], $0.index) < (tokenCounts[$1.index], $1.index)
    }
    for start in stride(from: 0, to: sorted.count, by: labels.count) {
      var shuffled = labels
      order.shuffle(&shuffled)
      for (candidate, repetitions) in zip(sorted[start..<(start + labels.count)], shuffled) {
        assignments[candidate.index] = Assignment(
          role: repetitions > 0 ? .trained : .control, repetitions: repetitions,
          block: .fixed(block))
      }
      block += 1
    }
  }
  return assignments
}

/// Draws by a fair coin for each of `count` candidates which of its two texts is the canary: true for
/// the first one. The other text is that of the recombined control.
///
/// The coins have a stream of their own, so that they are independent of the roles.
package func firstTextIsCanary(count: Int, seed: Seed) -> [Bool] {
  var coins = seed.stream("orders")
  return (0..<count).map { _ in coins.coin() }
}

/// The candidates of each speed and voice; the pools are in the order of their first candidates.
private func pools(_ candidates: [Candidate]) -> [[Candidate]] {
  struct Key: Hashable {
    let speed: Double
    let voice: String
  }
  var order: [Key] = []
  var pools: [Key: [Candidate]] = [:]
  for candidate in candidates {
    let key = Key(speed: candidate.speed, voice: candidate.voice)
    if pools[key] == nil { order.append(key) }
    pools[key, default: []].append(candidate)
  }
  return order.map { pools[$0]! }
}
