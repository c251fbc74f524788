import KernelInterface
import Kernels

extension Buffer {
  convenience init(_ count: Int, all value: Float) {
    self.init(count)
    fill(value)
  }

  /// Creates pseudorandom numbers in `range`, which depend only on `count` (a linear congruential
  /// generator; Knuth, TAOCP 2, 3.3.4).
  convenience init(_ count: Int, in range: ClosedRange<Float>) {
    self.init(count)
    var state = UInt64(count) &* 0x9e37_79b9_7f4a_7c15
    for i in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let unit = Float(state >> 40) * 0x1p-24
      base[i] = range.lowerBound + unit * (range.upperBound - range.lowerBound)
    }
  }

  var floats: Floats { Floats(base) }

  /// A matrix in this memory. It is valid as long as the buffer exists.
  func view(row: Int, column: Int) -> MatrixView {
    MatrixView(floats, rowStride: row, columnStride: column)
  }

  var doubles: [Double] { (0..<count).map { Double(base[$0]) } }
}
