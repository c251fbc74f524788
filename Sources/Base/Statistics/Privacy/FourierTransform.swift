import RealModule

/// The discrete Fourier transform of a power of two of complex numbers (Cooley and Tukey 1965).
struct FourierTransform {
  let count: Int
  private let cosines: [Double]
  private let sines: [Double]

  /// - Precondition: `count` is a power of two.
  init(count: Int) {
    precondition(count > 0 && count & (count - 1) == 0, "\(count) is not a power of two")
    self.count = count
    let angles = (0..<max(1, count / 2)).map { -2 * Double.pi * Double($0) / Double(count) }
    cosines = angles.map { .cos($0) }
    sines = angles.map { .sin($0) }
  }

  /// Replaces x by X with X[k] = Σ x[n] exp(-2πi k n / count).
  func callAsFunction(real: inout [Double], imaginary: inout [Double]) {
    precondition(real.count == count && imaginary.count == count)
    reverseBits(&real, &imaginary)
    var half = 1
    while half < count {
      let stride = count / (2 * half)
      var start = 0
      while start < count {
        for offset in 0..<half {
          let (a, b) = (start + offset, start + offset + half)
          let (cosine, sine) = (cosines[offset * stride], sines[offset * stride])
          let x = real[b] * cosine - imaginary[b] * sine
          let y = real[b] * sine + imaginary[b] * cosine
          (real[b], imaginary[b]) = (real[a] - x, imaginary[a] - y)
          (real[a], imaginary[a]) = (real[a] + x, imaginary[a] + y)
        }
        start += 2 * half
      }
      half *= 2
    }
  }

  private func reverseBits(_ real: inout [Double], _ imaginary: inout [Double]) {
    var reversed = 0
    for index in 0..<count {
      if index < reversed {
        real.swapAt(index, reversed)
        imaginary.swapAt(index, reversed)
      }
      var bit = count >> 1
      while bit > 0 && reversed & bit != 0 {
        reversed ^= bit
        bit >>= 1
      }
      reversed |= bit
    }
  }
}

/// The distribution of the sum of `terms` independent values with these probabilities, modulo their
/// count: the circular convolution of `probabilities` with itself.
///
/// - Precondition: the count is a power of two, and terms >= 1.
func circularPower(_ probabilities: [Double], terms: Int) -> [Double] {
  precondition(terms >= 1)
  let transform = FourierTransform(count: probabilities.count)
  var real = probabilities
  var imaginary = [Double](repeating: 0, count: real.count)
  transform(real: &real, imaginary: &imaginary)
  for index in real.indices {
    let size = Double.hypot(real[index], imaginary[index])
    let angle = Double(terms) * .atan2(y: imaginary[index], x: real[index])
    let power = size == 0 ? 0 : Double.exp(Double(terms) * .log(size))
    // The conjugate, so that a second forward transform is the inverse one.
    (real[index], imaginary[index]) = (power * .cos(angle), -power * .sin(angle))
  }
  transform(real: &real, imaginary: &imaginary)
  return real.map { max(0, $0 / Double(probabilities.count)) }
}
