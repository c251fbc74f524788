import Files
import RealModule
import Statistics

/// Tracers are compared with the controls of their voice and speed. They prove that training used the
/// canaries only if at least two of them are learnt, so their number must be able to give a p-value
/// below `tracerLevel` for the hypothesis that at most one was.
extension DesignCheck {
  /// The level of the test of tracers against controls.
  package static let tracerLevel = 0.01
  /// The fewest tracers at a speed.
  package static let fewestTracers = 2

  /// The smallest p-value of the hypothesis that at most one tracer was learnt: all tracers but the
  /// one whose absence costs most rank before all controls. It is 1 with a single tracer.
  ///
  /// A group of t tracers and c controls has C(t + c, t) equally likely orders. The number of controls
  /// is one that 99 of 100 draws of the coins exceed.
  package static func smallestTracerP(
    _ design: Design, voices: Int, permutations: Int
  ) -> Double {
    let coins = design.itemsOfVoices(design.coins, voices: voices)
    let blocks = design.itemsOfVoices(design.blocks, voices: voices)
    let tracers = design.itemsOfVoices(design.tracers, voices: voices)
    let controls = (0..<voices).map { voice in
      blocks[voice] * (design.allocation.last ?? 0) + fewestHeads(of: coins[voice])
    }
    func logOrders(_ tracers: Int, _ controls: Int) -> Double {
      guard tracers > 0 else { return 0 }
      return (1...tracers).reduce(0) { $0 + .log(Double(controls + $1) / Double($1)) }
    }
    let all = (0..<voices).reduce(0) { $0 + logOrders(tracers[$1], controls[$1]) }
    let largestLoss = (0..<voices).filter { tracers[$0] > 0 }.map { voice in
      logOrders(tracers[voice], controls[voice]) - logOrders(tracers[voice] - 1, controls[voice])
    }.max()
    let exact = Double.exp((largestLoss ?? 0) - all * Double(design.speeds.count))
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
