import Randomness

/// What chance decided for one candidate.
package struct Assignment: Hashable, Sendable {
  package var role: Canary.Role
  package var repetitions: Int
  package var block: Canary.Block
}

/// Deals the roles. Nothing is excluded afterwards.
///
/// * A coin candidate tosses its own fair coin: heads enters training, tails is a control.
/// * Fixed candidates of one speed and voice are sorted by how many tokens they have and cut into
///   blocks of neighbours; each block's labels are shuffled. Neighbours are alike in length, so
///   length cannot pass for memorization, and each block still holds every role.
/// - Parameter tokenCounts: for each candidate, in their order.
package func assign(
  _ candidates: [Candidate], tokenCounts: [Int], design: Design, seed: Seed
) -> [Assignment] {
  var coins = seed.stream("coins")
  var deals = seed.stream("deals")
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
      var dealt = labels
      deals.shuffle(&dealt)
      for (candidate, repetitions) in zip(sorted[start..<(start + labels.count)], dealt) {
        assignments[candidate.index] = Assignment(
          role: repetitions > 0 ? .trained : .control, repetitions: repetitions,
          block: .fixed(block))
      }
      block += 1
    }
  }
  return assignments
}

/// Candidates of one speed and voice, pools in the order in which they first occur.
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
