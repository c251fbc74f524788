import AuditModel
import Foundation
import Testing

/// The mix of voices in tiers and controls.
@Suite struct VoiceTurnsTests {
  private static let names = (0..<7).map { "voice \($0)" }

  private func design(_ coins: Int, _ blocks: Int) -> Design {
    var design = Design()
    (design.coins, design.blocks) = (coins, blocks)
    return design
  }

  /// The largest bias of a gap between a tier and the controls: the distance in total variation of
  /// their mixes of voices, if half of each voice's coins are trained.
  private func largestBias(
    _ design: Design, _ candidates: [(voice: String, kind: Candidate.Kind)]
  ) -> Double {
    func mix(_ weight: (Candidate.Kind) -> Double) -> [String: Double] {
      var mix: [String: Double] = [:]
      for candidate in candidates { mix[candidate.voice, default: 0] += weight(candidate.kind) }
      let total = mix.values.reduce(0, +)
      return mix.mapValues { $0 / total }
    }
    let share = Double(design.allocation.last!) / Double(design.blockSize)
    let controls = mix { $0 == .coin ? 0.5 : share }
    let tiers = [mix { $0 == .coin ? 1 : 0 }, mix { $0 == .fixed ? 1 : 0 }]
    return tiers.map { tier in
      Self.names.reduce(0) { $0 + max(0, (tier[$1] ?? 0) - (controls[$1] ?? 0)) }
    }.max()!
  }

  /// A group of coins differs from the blocks' mix by less than one coin for each voice.
  @Test(arguments: [1, 2, 3, 4, 7])
  func `tiers and controls have the same mix of voices, whatever the number of blocks`(
    voices: Int
  ) {
    for blocks in 1...40 {
      for coins in [40, 60, 200, 201] {
        let design = design(coins, blocks)
        let candidates = candidates(of: design, voices: Array(Self.names.prefix(voices)))
          .map { ($0.voice, $0.kind) }
        let bias = largestBias(design, candidates)
        #expect(bias <= Double(voices) / Double(coins), "\(blocks) blocks, \(coins) coins")
        if coins % blocks == 0 { #expect(bias < 1e-12, "\(blocks) blocks, \(coins) coins") }
      }
    }
  }

  @Test func `with six blocks, coins of all voices in turn would bias a gap by eight points`() {
    let design = design(200, 6)
    let voices = Array(Self.names.prefix(4))
    let actual = candidates(of: design, voices: voices).map { ($0.voice, $0.kind) }
    let inTurn = actual.enumerated().map { place, candidate in
      (candidate.1 == .coin ? voices[place % 4] : candidate.0, candidate.1)
    }
    #expect(largestBias(design, inTurn) > 0.08)
    #expect(largestBias(design, actual) < 0.005)
  }

  @Test func `every tracer has a voice with controls`() {
    var design = design(20, 2)
    design.tracers = 4
    let candidates = candidates(of: design, voices: Array(Self.names.prefix(4)))
    let voices = Set(candidates.filter { $0.kind == .fixed }.map(\.voice))
    #expect(Set(candidates.filter { $0.kind == .tracer }.map(\.voice)) == voices)
  }

  @Test func `the smallest p-value is that of the candidates`() {
    for blocks in [0, 1, 3, 6, 20] {
      for coins in [0, 5, 21] where coins + blocks > 0 {
        var design = design(coins, blocks)
        if blocks == 0 { (design.repetitions, design.allocation) = ([1], []) }
        if coins == 0 { design.allocation = Design.standardAllocation(for: design.blockTiers) }
        for voices in [1, 2, 4, 7] {
          let candidates = candidates(of: design, voices: Array(Self.names.prefix(voices)))
          let coinsByVoice = Dictionary(
            grouping: candidates.filter { $0.kind == .coin }, by: \.voice
          ).values.map(\.count)
          // The smallest p-value is 1 over the number of relabelings.
          let logs =
            coinsByVoice.map { logRelabelings($0, $0 / 2) }
            + (0..<blocks).map { _ in
              logRelabelings(design.blockSize, design.blockSize - design.allocation.last!)
            }
          let expected = max(1e-9, exp(-logs.reduce(0, +)))
          let smallest = DesignCheck.smallestAttainable(
            design, voices: voices, permutations: 999_999_999)
          #expect(abs(smallest / expected - 1) < 1e-6, "\(coins) \(blocks) \(voices)")
        }
      }
    }
  }

  @Test func `the smallest p-value of tracers is that of the worst one to leave out`() {
    for (coins, blocks) in [(20, 2), (60, 6), (200, 4), (200, 20)] {
      for (tracers, voices) in [(1, 1), (2, 1), (3, 1), (2, 4), (3, 4), (5, 4), (9, 4)] {
        for speeds in [[2.0], [2.0, 3.0]] {
          var design = design(coins, blocks)
          (design.tracers, design.speeds) = (tracers, speeds)
          let candidates = candidates(of: design, voices: Array(Self.names.prefix(voices)))
            .filter { $0.speed == 2 }
          var counts = Dictionary(grouping: candidates, by: \.voice).values.map { candidates in
            let coins = candidates.count { $0.kind == .coin }
            let controls =
              DesignCheck.fewestHeads(of: coins)
              + candidates.count { $0.kind == .fixed } / design.blockSize * design.allocation.last!
            return (controls: controls, tracers: candidates.count { $0.kind == .tracer })
          }
          counts = speeds.flatMap { _ in counts }
          let expected = counts.indices.filter { counts[$0].tracers > 0 }.map { left in
            counts.indices.reduce(1.0) { p, place in
              let tracers = counts[place].tracers - (place == left ? 1 : 0)
              return p / exp(logRelabelings(counts[place].controls + tracers, tracers))
            }
          }.max()!
          let smallest = DesignCheck.smallestTracerP(
            design, voices: voices, permutations: 999_999_999)
          #expect(
            abs(smallest / max(expected, 1e-9) - 1) < 1e-6,
            "\(coins) \(blocks) \(tracers) \(voices)")
          #expect(tracers > 1 || speeds.count > 1 || smallest == 1)
        }
      }
    }
  }

  private func logRelabelings(_ items: Int, _ chosen: Int) -> Double {
    (0..<chosen).reduce(0) { $0 + log(Double(items - $1) / Double($1 + 1)) }
  }
}
