import Platform

/// A reference implementation of log-mel energies in double precision, with error bounds for single
/// precision.
struct SlowLogMel {
  let sampleRate: Int
  let melBins: Int
  var window: Int { sampleRate / 40 }
  var hop: Int { sampleRate / 100 }
  var size: Int { (0...).lazy.map { 1 << $0 }.first { $0 >= window }! }

  static func mel(_ hertz: Double) -> Double { 2595 * log10(1 + hertz / 700) }

  /// The frequencies of the triangles' corners.
  var corners: [Double] {
    let (from, to) = (Self.mel(20), Self.mel(Double(sampleRate) / 2))
    return (0...(melBins + 1)).map { corner in
      700 * (pow(10, (from + (to - from) * Double(corner) / Double(melBins + 1)) / 2595) - 1)
    }
  }

  /// - Returns: the energies of the frame at `start` in nats, each with its tolerance.
  func frame(_ samples: [Float], at start: Int) -> [(nats: Double, tolerance: Double)] {
    // A sum of k products, each operation with a relative error of u, has an error of at most
    // (k + 2)·u·Σ|factors|. The 2 is for the rounding of matrix and result.
    let u = 0x1p-24
    let windowed = (0..<window).map { n in
      Double(samples[start + n]) * (0.5 - 0.5 * cos(2 * .pi * Double(n) / Double(window)))
    }
    let error = Double(window + 2) * u * windowed.reduce(0) { $0 + abs($1) }
    var powers: [(value: Double, error: Double)] = []
    for k in 0...(size / 2) {
      var (re, im) = (0.0, 0.0)
      for n in 0..<window {
        let angle = 2 * Double.pi * Double(k) * Double(n) / Double(size)
        re += windowed[n] * cos(angle)
        im += windowed[n] * sin(angle)
      }
      // (x + e)² - x² = 2xe + e², twice; then three roundings.
      let power = re * re + im * im
      powers.append((power, 2 * (abs(re) + abs(im)) * error + 2 * error * error + 3 * u * power))
    }
    let corners = corners
    return (0..<melBins).map { band in
      var (energy, error) = (0.0, 0.0)
      for (k, power) in powers.enumerated() {
        let hertz = Double(k * sampleRate) / Double(size)
        let up = (hertz - corners[band]) / (corners[band + 1] - corners[band])
        let down = (corners[band + 2] - hertz) / (corners[band + 2] - corners[band + 1])
        let weight = max(0, min(up, down))
        energy += weight * power.value
        error += weight * power.error
      }
      error += Double(size / 2 + 2) * u * energy
      // ln(E + e) - ln E ≤ e/(E - e). The logarithm may have an error of four units in the last
      // place of a result below 32, which is 2⁻¹⁹ each.
      let nats = log(max(energy, 1e-10))
      return (nats, energy > error ? error / (energy - error) + 4 * 0x1p-19 : .infinity)
    }
  }
}
