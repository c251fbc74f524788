import KernelInterface
import Kernels
import Testing

@Suite struct DropoutTests {
  /// A reference implementation of the hash.
  func hash(_ key: UInt64, _ i: Int) -> UInt32 {
    var key = key &+ 0x9e37_79b9_7f4a_7c15
    key = (key ^ key >> 30) &* 0xbf58_476d_1ce4_e5b9
    key = (key ^ key >> 27) &* 0x94d0_49bb_1331_11eb
    key ^= key >> 31
    var h = UInt32(truncatingIfNeeded: i) &+ UInt32(truncatingIfNeeded: key)
    h = (h ^ h >> 16) &* 0x7feb_352d
    h ^= UInt32(truncatingIfNeeded: key >> 32)
    h = (h ^ h >> 15) &* 0x846c_a68b
    return h ^ h >> 16
  }

  @Test func `every instruction set drops the same elements at every alignment`() {
    let key: UInt64 = 0x0123_4567_89ab_cdef
    everyCase { k, count, place in
      let x = PaddedFloats(numbers(count, 1), place)
      let y = PaddedFloats(numbers(count, 2), place)
      k.dropout(count, key: key, threshold: 1 << 30, scale: 1.25, x.p, into: y.p)
      let reference = (0..<count).map { hash(key, $0) >= 1 << 30 ? 1.25 * x.p[$0] : 0 }
      #expect(y.values == reference)
      k.dropout(count, key: key, threshold: 1 << 30, scale: 1.25, x.p, into: x.p)
      #expect(x.values == reference)
      expectIntact(x, y)
    }
  }

  func kept(_ k: any KernelSet.Type, _ count: Int, key: UInt64, rate: Double) -> [Bool] {
    let ones = [Float](repeating: 1, count: count)
    var y = ones
    k.dropout(
      count, key: key, threshold: UInt32(rate * 0x1p32), scale: 1, ones, into: &y)
    return y.map { $0 == 1 }
  }

  @Test(arguments: [0.0, 0.1, 0.5, 0.9])
  func `the fraction of dropped elements is the rate`(rate: Double) {
    let count = 1_000_000
    for set in instructionSets {
      let share = Double(kept(set.kernels, count, key: 42, rate: rate).count { !$0 })
      // Binomial: five standard deviations.
      let deviation = (Double(count) * rate * (1 - rate)).squareRoot()
      #expect(abs(share - Double(count) * rate) <= 5 * deviation)
    }
  }

  @Test func `neighbouring elements and keys are independent`() {
    let count = 1_000_000
    for set in instructionSets {
      let a = kept(set.kernels, count, key: 42, rate: 0.5)
      let others = [
        kept(set.kernels, count, key: 43, rate: 0.5),
        kept(set.kernels, count, key: 42 + 1 << 32, rate: 0.5),
        Array(a[1...]), Array(a[8...]), Array(a[1_024...]),
      ]
      for b in others {
        let agreeing = Double(zip(a, b).count { $0 == $1 })
        // Independent fair choices agree in half of the cases: five binomial standard deviations.
        let pairs = Double(b.count)
        #expect(abs(agreeing - pairs / 2) <= 5 * (pairs / 4).squareRoot())
      }
    }
  }

  @Test func `the same key drops the same elements again`() {
    for set in instructionSets {
      let a = kept(set.kernels, 1_000, key: 7, rate: 0.3)
      #expect(a == kept(set.kernels, 1_000, key: 7, rate: 0.3))
      #expect(a == Array(kept(set.kernels, 2_000, key: 7, rate: 0.3)[..<1_000]))
    }
  }
}
