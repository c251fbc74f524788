import Platform
import Randomness

/// A sound without speech.
package enum SpeechlessSound: String, CaseIterable, Sendable {
  /// Samples of zero.
  case zeros
  /// White Gaussian noise.
  case white
  /// Noise whose power falls by 3 dB with each octave.
  case pink
  /// A hum of 50 Hz with its second and third harmonic.
  case hum
  /// Single samples, ten in a second at random places.
  case clicks

  /// The root mean square of all sounds but `zeros` and `clicks`, in decibels below full scale.
  private static let level = -40.0

  /// - Parameter frames: the length, above 0.
  package func waveform(
    frames: Int, sampleRate: Int, from random: inout RandomStream
  ) -> Waveform {
    var samples = [Float](repeating: 0, count: frames)
    switch self {
    case .zeros: break
    case .white: samples = gaussianNoise(frames, from: &random)
    case .pink: samples = Self.pinkNoise(frames, from: &random)
    case .hum:
      let phase = 2 * Double.pi * random.unit()
      for frame in 0..<frames {
        let angle = 2 * Double.pi * 50 * Double(frame) / Double(sampleRate) + phase
        samples[frame] = Float(sin(angle) + 0.5 * sin(2 * angle) + 0.25 * sin(3 * angle))
      }
    case .clicks:
      for _ in 0..<max(1, 10 * frames / sampleRate) {
        samples[random.below(frames)] = random.coin() ? 0.5 : -0.5
      }
      return Waveform(samples: samples, sampleRate: sampleRate)
    }
    let waveform = Waveform(samples: samples, sampleRate: sampleRate)
    guard waveform.power > 0 else { return waveform }
    let factor = Float(amplitude(decibels: Self.level) / waveform.power.squareRoot())
    return Waveform(samples: samples.map { $0 * factor }, sampleRate: sampleRate)
  }

  /// White noise through the filter of Paul Kellet (musicdsp.org, "Pink noise filter", 1999), which is
  /// within 0.05 dB of −3 dB an octave above 9.2 Hz at 44.1 kHz.
  private static func pinkNoise(_ count: Int, from random: inout RandomStream) -> [Float] {
    let poles = [0.99886, 0.99332, 0.96900, 0.86650, 0.55000, -0.7616]
    let gains = [0.0555179, 0.0750759, 0.1538520, 0.3104856, 0.5329522, -0.0168980]
    var states = poles.map { _ in 0.0 }
    var delayed = 0.0
    return gaussianNoise(count, from: &random).map { sample in
      let white = Double(sample)
      for index in poles.indices {
        states[index] = poles[index] * states[index] + white * gains[index]
      }
      let value = states.reduce(0, +) + delayed + white * 0.5362
      delayed = white * 0.115926
      return Float(value)
    }
  }
}
