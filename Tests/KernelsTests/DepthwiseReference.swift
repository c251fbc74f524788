/// A reference implementation of the depthwise convolution in double precision. All arrays are
/// [rows, channels].
struct DepthwiseReference {
  let frames: Int
  let channels: Int
  let kernelSize: Int

  /// Calls `body` for every product of the sum with the indices of the result, the weight and the
  /// input.
  private func eachProduct(_ body: (Int, Int, Int) -> Void) {
    for t in 0..<frames {
      for j in 0..<kernelSize {
        let source = t + j - (kernelSize - 1) / 2
        if source < 0 || source >= frames { continue }
        for c in 0..<channels {
          body(t * channels + c, j * channels + c, source * channels + c)
        }
      }
    }
  }

  func forward(_ x: [Double], _ w: [Double], bias: [Double]) -> [Double] {
    var y = (0..<frames).flatMap { _ in bias }
    eachProduct { y[$0] += w[$1] * x[$2] }
    return y
  }

  func backwardInput(_ dy: [Double], _ w: [Double]) -> [Double] {
    var dx = [Double](repeating: 0, count: frames * channels)
    eachProduct { dx[$2] += w[$1] * dy[$0] }
    return dx
  }

  func backwardWeights(_ x: [Double], _ dy: [Double]) -> [Double] {
    var dw = [Double](repeating: 0, count: kernelSize * channels)
    eachProduct { dw[$1] += x[$2] * dy[$0] }
    return dw
  }
}
