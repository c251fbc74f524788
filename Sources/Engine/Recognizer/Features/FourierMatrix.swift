import Platform

/// The discrete Fourier transform of a windowed frame as a matrix.
///
/// Column k < bins is hann[n]·cos(2πkn/size), column bins + k is hann[n]·sin(2πkn/size). The
/// product of a row of samples and the matrix holds the real parts and then the negated imaginary
/// parts. The window is periodic: hann[n] = ½ - ½·cos(2πn/window).
enum FourierMatrix {
  /// - Returns: [window, 2·bins], row-major.
  static func windowed(window: Int, size: Int, bins: Int) -> [Float] {
    // Angles are looked up as multiples of 2π/size, so that large angles lose no precision.
    let circle = (0..<size).map { 2 * Double.pi * Double($0) / Double(size) }
    var matrix: [Float] = []
    matrix.reserveCapacity(window * 2 * bins)
    for n in 0..<window {
      let hann = 0.5 - 0.5 * cos(2 * Double.pi * Double(n) / Double(window))
      for k in 0..<bins { matrix.append(Float(hann * cos(circle[k * n % size]))) }
      for k in 0..<bins { matrix.append(Float(hann * sin(circle[k * n % size]))) }
    }
    return matrix
  }
}
