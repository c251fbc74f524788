/// A canary before it has a role.
package struct Candidate: Hashable, Sendable {
  package let index: Int
  package let speed: Double
  package let voice: String
  package let kind: Kind
  /// Of the whole run: a fixed block's number once blocks have been cut.
  package enum Kind: Hashable, Sendable { case coin, fixed, tracer }
}

/// The candidates of a design: at every speed coins, fixed blocks and tracers, voices in turn.
///
/// Which block a candidate is meant for is settled before anything is drawn, and says nothing
/// about its role.
package func candidates(of design: Design, voices: [String]) -> [Candidate] {
  var candidates: [Candidate] = []
  func add(_ speed: Double, _ voice: Int, _ kind: Candidate.Kind) {
    candidates.append(
      Candidate(
        index: candidates.count, speed: speed, voice: voices[voice % voices.count], kind: kind))
  }
  for speed in design.speeds {
    for coin in 0..<design.coins { add(speed, coin, .coin) }
    // A block's canaries share a voice.
    for block in 0..<design.blocks {
      for _ in 0..<design.blockSize { add(speed, block, .fixed) }
    }
    for tracer in 0..<design.tracers { add(speed, tracer, .tracer) }
  }
  return candidates
}
