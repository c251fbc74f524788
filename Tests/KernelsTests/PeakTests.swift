import Kernels
import Testing

@Suite struct PeakTests {
  @Test func `the loop executes the documented number of operations`() {
    for set in instructionSets {
      let k = set.kernels
      // Each accumulator halves its distance to 1, so the sum converges to their number.
      let accumulators = Float(k.peakFlops / 2)
      #expect(k.peak(rounds: 100) == accumulators)
      // Before the first round they are 1, 1.1, … 2.1: their mean is 1.55, in a hundred roundings.
      #expect(abs(k.peak(rounds: 0) / accumulators - 1.55) < 100 * 1.55 * Float(u))
      #expect(abs(k.peak(rounds: 1) / accumulators - 1.275) < 100 * 1.275 * Float(u))
    }
  }
}
