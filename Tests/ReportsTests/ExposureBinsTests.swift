import Foundation
import Reports
import Statistics
import Testing

@Suite struct ExposureBinsTests {
  @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9, 56, 200, 1000, 1024])
  func `shares without memorization equal the counts of all ranks`(controls: Int) {
    var counts: [Int: Int] = [:]
    for rank in 1...controls + 1 {
      // The largest power of two at or below the ratio, without the rounding of a logarithm.
      var bits = 0
      while rank << (bits + 1) <= controls { bits += 1 }
      counts[bits, default: 0] += 1
    }
    for bit in 0..<12 {
      #expect(
        Exposure.nullShare(bit: bit, controls: controls)
          == Double(counts[bit] ?? 0) / Double(controls + 1))
    }
  }
}
