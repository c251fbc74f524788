import Platform

/// Triangles of height 1 over the bins of a Fourier transform, evenly spaced on the mel scale of
/// HTK, mel = 2595·log₁₀(1 + f/700), from 20 Hz to half the sample rate. Their sides are straight in
/// hertz; each ends where its neighbours have their tops.
struct MelFilters {
  static let lowest = 20.0

  /// [bins, bands], row-major. Bin k lies at k·sampleRate/size hertz.
  let weights: [Float]
  /// Every triangle holds a bin.
  let isComplete: Bool

  /// - Parameters:
  ///   - size: points of the transform.
  ///   - bins: bins from 0 up that are weighed.
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
