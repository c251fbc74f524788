import Foundation
import Randomness
import Speech

/// A sine of `hertz` that starts at 0.
func sine(
  _ hertz: Double, seconds: Double = 1, sampleRate: Int = 16_000, amplitude: Double = 0.5
) -> Waveform {
  let count = Int(seconds * Double(sampleRate))
  let samples = (0..<count).map { frame in
    Float(amplitude * sin(2 * .pi * hertz * Double(frame) / Double(sampleRate)))
  }
  return Waveform(samples: samples, sampleRate: sampleRate)
}

/// Noise that is uniformly distributed over full scale, the same in each call.
func noise(_ count: Int, sampleRate: Int) -> Waveform {
  var random = Seed(short: 1).stream("noise")
  let samples = (0..<count).map { _ in Float(2 * random.unit() - 1) }
  return Waveform(samples: samples, sampleRate: sampleRate)
}

extension Waveform {
  /// The amplitude of the sine of `hertz` in the middle half: one bin of a Fourier transform after a
  /// Hann window, which reduces the effect of the ends and of neighbouring frequencies.
  func amplitude(at hertz: Double) -> Double {
    let middle = samples[(samples.count / 4)..<(samples.count * 3 / 4)]
    var (real, imaginary, weight) = (0.0, 0.0, 0.0)
    for (index, sample) in middle.enumerated() {
      let window = 0.5 - 0.5 * cos(2 * .pi * Double(index) / Double(middle.count))
      let angle = 2 * .pi * hertz * Double(index) / Double(sampleRate)
      real += Double(sample) * window * cos(angle)
      imaginary += Double(sample) * window * sin(angle)
      weight += window
    }
    return 2 * (real * real + imaginary * imaginary).squareRoot() / weight
  }

  /// The largest difference to a waveform of the same length and rate; infinity for others.
  func distance(to other: Waveform) -> Float {
    guard samples.count == other.samples.count, sampleRate == other.sampleRate else {
      return .infinity
    }
    return zip(samples, other.samples).reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
