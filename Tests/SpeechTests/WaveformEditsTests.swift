import Files
import Foundation
import Randomness
import Speech
import TestSupport
import Testing

/// The edits of sound that further probes need.
@Suite struct WaveformEditsTests {
  private let format = AudioFormat(sampleRate: 16_000, channels: 1, container: .wav)

  /// Sound like speech: bursts of tones and pauses.
  private func sound(_ seed: UInt64) -> Waveform {
    var random = Seed(short: seed).stream("sound")
    let bursts = (0..<6).flatMap { _ -> [Float] in
      let level = 0.05 + 0.4 * random.unit()
      let hertz = 100 + 3_000 * random.unit()
      let tone = sine(hertz, seconds: 0.05 + 0.1 * random.unit(), amplitude: level).samples
      return tone + [Float](repeating: 0, count: random.below(800))
    }
    return Waveform(samples: bursts, sampleRate: 16_000)
  }

  private func written(_ waveform: Waveform) throws -> Waveform {
    let place = try TemporaryDirectory()
    try AudioFile.write(waveform, to: place("a.wav"), as: format)
    return try AudioFile.read(place("a.wav"))
  }

  @Test func `an edit of strength zero returns the same samples`() throws {
    let original = sound(1)
    var random = Seed(short: 1).stream("edit")
    #expect(original.amplified(decibels: 0) == original)
    #expect(original.withWhiteNoise(decibels: .infinity, from: &random) == original)
    #expect(original.surroundedBySilence(seconds: 0) == original)
    #expect(try original.limited(toBand: 8_000) == original)
    #expect(try Resampler.convert(original, speed: 1, sampleRate: 16_000) == original)
    #expect(original.hiding(40..<40, with: .silence, from: &random) == original)
    #expect(original.hiding(40..<40, with: .noise, from: &random) == original)
  }

  /// The noise is what a file has beside the signal, which was scaled by one factor.
  @Test(arguments: [20.0, 10, 5])
  func `the ratio of signal to noise is within 0.1 dB in 100 files`(_ wanted: Double) throws {
    for seed in 0..<UInt64(100) {
      let original = sound(seed)
      var random = Seed(short: seed).stream("noise")
      let noisy = try written(original.withWhiteNoise(decibels: wanted, from: &random))
      let pairs = zip(noisy.samples, original.samples).map { (Double($0), Double($1)) }
      let energy = pairs.reduce(0) { $0 + $1.1 * $1.1 }
      // The signal and the noise are nearly orthogonal; the gain is 1 unless the sum would clip.
      let isScaled = noisy.peak > 0.969
      let gain = isScaled ? pairs.reduce(0) { $0 + $1.0 * $1.1 } / energy : 1
      let noise = pairs.reduce(0) { $0 + pow($1.0 - gain * $1.1, 2) }
      let found = 10 * log10(gain * gain * energy / noise)
      #expect(abs(found - wanted) < (isScaled ? 0.3 : 0.1), "seed \(seed): \(found) dB")
    }
  }

  @Test func `hidden samples are zero and all others stay`() throws {
    for seed in 0..<UInt64(50) {
      let original = try written(sound(seed))
      var random = Seed(short: seed).stream("mask")
      let start = random.below(original.samples.count)
      let hidden = start..<start + random.below(original.samples.count - start + 1)
      let silent = try written(original.hiding(hidden, with: .silence, from: &random))
      let noisy = try written(original.hiding(hidden, with: .noise, from: &random))
      #expect(silent.samples[hidden].allSatisfy { $0 == 0 })
      for masked in [silent, noisy] {
        #expect(masked.samples[..<start] == original.samples[..<start])
        #expect(masked.samples[hidden.upperBound...] == original.samples[hidden.upperBound...])
      }
    }
  }

  /// A mask of noise leaves the hidden part 20 dB quieter under noise of 0.8 times its level.
  @Test func `a mask of noise has the level of the hidden part`() {
    let original = sine(440, seconds: 1, amplitude: 0.2)
    var random = Seed(short: 9).stream("mask")
    let hidden = 4_000..<12_000
    let masked = original.hiding(hidden, with: .noise, from: &random)
    let part = Waveform(samples: Array(masked.samples[hidden]), sampleRate: 16_000)
    let expected = 0.02 * (0.64 + 0.01)
    #expect(abs(part.power / expected - 1) < 0.05)
  }

  @Test func `other edits change the level, the band and the length`() throws {
    let low = sine(500, amplitude: 0.3)
    #expect(abs(low.amplified(decibels: -20).peak - 0.03) < 1e-4)
    // A louder sound is scaled so that it does not clip.
    #expect(low.amplified(decibels: 30).peak <= 0.97)
    let padded = low.surroundedBySilence(seconds: 0.3)
    #expect(padded.samples.count == low.samples.count + 9_600)
    #expect(padded.samples[4_800..<20_800].elementsEqual(low.samples))
    let band = try low.limited(toBand: 4_000)
    #expect(band.samples.count == low.samples.count)
    #expect(abs(band.amplitude(at: 500) - 0.3) < 0.003)
    #expect(try sine(6_000, amplitude: 0.3).limited(toBand: 4_000).amplitude(at: 6_000) < 1e-4)
  }

  @Test(arguments: SpeechlessSound.allCases)
  func `sounds without speech have their length and level`(_ sound: SpeechlessSound) {
    var random = Seed(short: 4).stream("sound")
    let waveform = sound.waveform(frames: 16_000, sampleRate: 16_000, from: &random)
    #expect(waveform.samples.count == 16_000 && waveform.peak <= 0.97)
    switch sound {
    case .zeros: #expect(waveform.peak == 0)
    case .clicks: #expect((5...10).contains(waveform.samples.count { $0 != 0 }))
    case .white, .pink, .hum: #expect(abs(10 * log10(waveform.power) + 40) < 0.01)
    }
  }

  @Test func `pink noise has equal power in each octave`() {
    var random = Seed(short: 6).stream("pink")
    let sound = SpeechlessSound.pink.waveform(
      frames: 1 << 17, sampleRate: 16_000, from: &random)
    func power(_ octave: ClosedRange<Double>) throws -> Double {
      let narrow = try sound.limited(toBand: Int(octave.upperBound))
      let low = try sound.limited(toBand: Int(octave.lowerBound))
      return narrow.power - low.power
    }
    let (low, high) = (try! power(500...1_000), try! power(2_000...4_000))
    #expect((0.8...1.25).contains(low / high))
  }
}
