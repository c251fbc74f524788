import Platform

/// Triangular filters of height 1 over the bins of a Fourier transform, evenly spaced on the mel
/// scale of HTK, mel = 2595·log₁₀(1 + f/700), from 20 Hz to half the sample rate. Their sides are
/// linear in hertz, and each filter ends at the peaks of its neighbours.
struct MelFilters {
  static let lowest = 20.0

  /// The weights, [bins, bands], row-major. Bin k has the frequency k·sampleRate/size.
  let weights: [Float]
  /// Whether every filter contains a bin.
  let isComplete: Bool

  /// - Parameters:
  ///   - size: the size of the transform.
  ///   - bins: the number of bins from 0 that have weights.
  init(sampleRate: Int, size: Int, bins: Int, bands: Int) {
    let from = Self.mel(Self.lowest)
    let to = Self.mel(Double(sampleRate) / 2)
    let corners = (0...(bands + 1)).map { corner in
      Self.hertz(from + (to - from) * Double(corner) / Double(bands + 1))
    }
    var weights = [Float](repeating: 0, count: bins * bands)
    var filled = [Bool](repeating: false, count: bands)
    for bin in 0..<bins {
      let frequency = Double(bin) * Double(sampleRate) / Double(size)
      for band in 0..<bands {
        let (left, top, right) = (corners[band], corners[band + 1], corners[band + 2])
        let weight = min((frequency - left) / (top - left), (right - frequency) / (right - top))
        guard weight > 0 else { continue }
        weights[bin * bands + band] = Float(weight)
        filled[band] = true
      }
    }
    self.weights = weights
    isComplete = filled.allSatisfy { $0 }
  }

  static func mel(_ hertz: Double) -> Double { 2595 * log10(1 + hertz / 700) }
  static func hertz(_ mel: Double) -> Double { 700 * (pow(10, mel / 2595) - 1) }
}
