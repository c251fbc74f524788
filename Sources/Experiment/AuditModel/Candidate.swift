/// A canary before it has a role.
package struct Candidate: Hashable, Sendable {
  package let index: Int
  package let speed: Double
  package let voice: String
  package let kind: Kind
  /// The kind of randomisation block that the candidate is meant for.
  package enum Kind: Hashable, Sendable { case coin, fixed, tracer }
}

/// Returns the candidates of a design: for every speed the coin block, the fixed blocks and the
/// tracers. Voices take turns (`Design.voice(ofTurn:voices:)`).
///
/// The kind of block is fixed before anything is drawn, so it says nothing about the role.
package func candidates(of design: Design, voices: [String]) -> [Candidate] {
  var candidates: [Candidate] = []
  func add(_ speed: Double, _ turn: Int, _ kind: Candidate.Kind) {
    let voice = voices[design.voice(ofTurn: turn, voices: voices.count)]
    candidates.append(
      Candidate(index: candidates.count, speed: speed, voice: voice, kind: kind))
  }
  for speed in design.speeds {
    for coin in 0..<design.coins { add(speed, coin, .coin) }
    // The canaries of a block share a voice, so that the voice is not confounded with the role.
    for block in 0..<design.blocks {
      for _ in 0..<design.blockSize { add(speed, block, .fixed) }
    }
    for tracer in 0..<design.tracers { add(speed, tracer, .tracer) }
  }
  return candidates
}
