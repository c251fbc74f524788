import AuditModel
import Randomness
import TestSupport
import Testing

@Suite struct AssignmentTests {
  private let voices = ["slt", "rms", "awb"]

  private var design: Design {
    var design = Design()
    design.speeds = [2, 3]
    design.coins = 60
    design.blocks = 9
    design.tracers = 2
    return design
  }

  /// Candidates with random lengths and their roles.
  private func assigned(
    _ seed: UInt64, _ design: Design
  ) -> (candidates: [Candidate], counts: [Int], assignments: [Assignment]) {
    let candidates = candidates(of: design, voices: voices)
    var random = Seed(short: 99).stream("lengths")
    let counts = candidates.map { _ in 20 + random.below(30) }
    let assignments = assign(
      candidates, tokenCounts: counts, design: design, seed: Seed(short: seed))
    return (candidates, counts, assignments)
  }

  @Test func `every speed has its coins, blocks and tracers, and voices take turns`() {
    let candidates = candidates(of: design, voices: voices)
    #expect(candidates.map(\.index) == Array(candidates.indices))
    for speed in design.speeds {
      let own = candidates.filter { $0.speed == speed }
      #expect(own.count { $0.kind == .coin } == 60)
      #expect(own.count { $0.kind == .fixed } == 9 * 11)
      #expect(own.count { $0.kind == .tracer } == 2)
      for voice in voices {
        #expect(own.count { $0.kind == .coin && $0.voice == voice } == 20)
        #expect(own.count { $0.kind == .fixed && $0.voice == voice } == 33)
      }
    }
  }

  @Test func `each block has exactly the allocation, with one voice and speed`() {
    let (candidates, _, assignments) = assigned(1, design)
    for (_, members) in blocks(candidates, assignments) {
      let repetitions = members.map { assignments[$0].repetitions }
      #expect(repetitions.sorted() == [0, 0, 0, 0, 0, 2, 2, 4, 4, 8, 16])
      #expect(Set(members.map { candidates[$0].voice }).count == 1)
      #expect(Set(members.map { candidates[$0].speed }).count == 1)
      for member in members {
        let isControl = assignments[member].repetitions == 0
        #expect(assignments[member].role == (isControl ? .control : .trained))
      }
    }
    let numbers = Set(blocks(candidates, assignments).keys)
    #expect(numbers == Set(0..<18))
  }

  @Test func `canaries of a block are neighbours in length`() {
    let (candidates, counts, assignments) = assigned(1, design)
    let ranges = blocks(candidates, assignments).map { _, members in
      (
        pool: "\(candidates[members[0]].voice) \(candidates[members[0]].speed)",
        low: members.map { counts[$0] }.min()!, high: members.map { counts[$0] }.max()!
      )
    }
    for (_, pool) in Dictionary(grouping: ranges, by: \.pool) {
      #expect(pool.count == 3)
      let sorted = pool.sorted { ($0.low, $0.high) < ($1.low, $1.high) }
      for (block, next) in zip(sorted, sorted.dropFirst()) { #expect(block.high <= next.low) }
    }
  }

  private func blocks(
    _ candidates: [Candidate], _ assignments: [Assignment]
  ) -> [Int: [Int]] {
    var blocks: [Int: [Int]] = [:]
    for candidate in candidates {
      if case .fixed(let number) = assignments[candidate.index].block {
        blocks[number, default: []].append(candidate.index)
      }
    }
    return blocks
  }

  @Test func `coins are trained once or are controls, tracers are always trained 64 times`() {
    let (candidates, _, assignments) = assigned(1, design)
    for candidate in candidates {
      let assignment = assignments[candidate.index]
      switch candidate.kind {
      case .coin:
        #expect(assignment.block == .coin)
        #expect(assignment.repetitions == (assignment.role == .trained ? 1 : 0))
        #expect(assignment.role != .tracer)
      case .tracer:
        #expect(assignment.role == .tracer && assignment.block == .none)
        #expect(assignment.repetitions == 64)
      case .fixed: #expect(assignment.block != .coin && assignment.block != .none)
      }
    }
  }

  @Test func `coins are fair and independent`() {
    var coins = Design()
    (coins.coins, coins.blocks, coins.repetitions) = (40, 0, [1])
    var heads = Array(repeating: 0, count: 40)
    var pairs = [0, 0, 0, 0]
    for seed in 0..<2_000 {
      let tosses = assigned(UInt64(seed), coins).assignments.map { $0.role == .trained }
      for (index, isHead) in tosses.enumerated() where isHead { heads[index] += 1 }
      for index in stride(from: 0, to: 40, by: 2) {
        pairs[(tosses[index] ? 2 : 0) + (tosses[index + 1] ? 1 : 0)] += 1
      }
    }
    // 80,000 tosses: a standard deviation of 141.
    #expect(abs(heads.reduce(0, +) - 40_000) < 5 * 141)
    for count in heads { #expect(abs(count - 1_000) < 5 * 23) }
    for count in pairs { #expect(abs(count - 10_000) < 5 * 87) }
  }

  @Test func `a role depends neither on length nor on place in the block`() {
    var repetitions = Array(repeating: [Int: Int](), count: 11)
    for seed in 0..<400 {
      let (candidates, counts, assignments) = assigned(UInt64(seed), design)
      for (_, members) in blocks(candidates, assignments) {
        let sorted = members.sorted { (counts[$0], $0) < (counts[$1], $1) }
        for (rank, member) in sorted.enumerated() {
          repetitions[rank][assignments[member].repetitions, default: 0] += 1
        }
      }
    }
    for tier in [0, 2, 4, 8, 16] { #expect(isUniform(repetitions.map { $0[tier] ?? 0 })) }
  }

  @Test func `lengths do not change the coins`() {
    let candidates = candidates(of: design, voices: voices)
    let coins = [1, -1].map { sign in
      let counts = candidates.map { 1_000 + sign * $0.index }
      return assign(candidates, tokenCounts: counts, design: design, seed: Seed(short: 1))
        .filter { $0.block == .coin }
    }
    #expect(coins[0] == coins[1])
  }

  @Test func `two seeds assign different roles, one seed the same`() {
    let roles = [1, 1, 2].map { assigned($0, design).assignments }
    #expect(roles[0] == roles[1])
    #expect(roles[0] != roles[2])
  }
}
