import Files
import RealModule
import Statistics

/// Tracers are compared with the controls of their voice and speed. They prove that training used the
/// canaries only if their number can give a p-value below `tracerLevel`.
extension DesignCheck {
  /// The level of the test of tracers against controls.
  package static let tracerLevel = 0.01
  /// With fewer tracers, one utterance alone would be the proof.
  package static let fewestTracers = 2

  /// The smallest p-value of tracers against controls: all tracers rank before all controls.
  ///
  /// A group of t tracers and c controls has C(t + c, t) equally likely orders. The number of controls
  /// is one that 99 of 100 draws of the coins exceed.
  package static func smallestTracerP(
    _ design: Design, voices: Int, permutations: Int
  ) -> Double {
    let coins = design.itemsOfVoices(design.coins, voices: voices)
    let blocks = design.itemsOfVoices(design.blocks, voices: voices)
    let tracers = design.itemsOfVoices(design.tracers, voices: voices)
    var logOrders = 0.0
    for voice in 0..<voices where tracers[voice] > 0 {
      let controls =
        blocks[voice] * (design.allocation.last ?? 0) + fewestHeads(of: coins[voice])
      logOrders += (1...tracers[voice]).reduce(0) { sum, tracer in
        sum + .log(Double(controls + tracer) / Double(tracer))
      }
    }
    let exact = Double.exp(-logOrders * Double(design.speeds.count))
    return max(exact, 1 / Double(permutations + 1))
  }

  /// The smallest number of tracers that can prove that training used the canaries; nil if 64 cannot.
  package static func sufficientTracers(
    _ design: Design, voices: Int, permutations: Int
  ) -> Int? {
    (fewestTracers...64).first { tracers in
      var candidate = design
      candidate.tracers = tracers
      return smallestTracerP(candidate, voices: voices, permutations: permutations) < tracerLevel
    }
  }

  /// - Throws: a `DesignProblem` if the tracers can prove nothing.
  static func checkTracers(
    _ design: Design, voices: Int, permutations: Int
  ) throws(Problem) {
    guard design.tracers > 0 else { return }
    let smallest = smallestTracerP(design, voices: voices, permutations: permutations)
    guard design.tracers >= fewestTracers, smallest < tracerLevel else {
      throw Problem(
        DesignProblem.tooFewTracers(
          design.tracers, smallestP: smallest,
          needed: sufficientTracers(design, voices: voices, permutations: permutations)))
    }
  }
}
