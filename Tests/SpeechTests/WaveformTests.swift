import Randomness
import Speech
import Testing

@Suite struct WaveformTests {
  private func square(_ amplitude: Float) -> Waveform {
    let samples = (0..<16_000).map { $0 / 40 % 2 == 0 ? amplitude : -amplitude }
    return Waveform(samples: samples, sampleRate: 16_000)
  }

  @Test(arguments: [1.5, 2, 3])
  func `loud audio is scaled to have headroom, and the gain is returned`(speed: Double) throws {
    let fast = try Resampler.convert(square(1), speed: speed, sampleRate: 16_000)
    // The test needs audio on which the converter overshoots.
    #expect(fast.peak > 1.02)
    let (safe, gain) = fast.withHeadroom()
    #expect(safe.peak <= 0.97)
    #expect(safe.peak > 0.9699)
    #expect(abs(gain - 0.97 / Double(fast.peak)) < 1e-6)
    #expect(safe.samples == fast.samples.map { $0 * Float(gain) })
    #expect(safe.sampleRate == 16_000)
  }

  @Test func `no peak exceeds the ceiling, not even by rounding`() {
    var random = Seed(short: 1).stream("peaks")
    var passing: [Float] = []
    for _ in 0..<20_000 {
      let peak = Float(0.97 + 3 * random.unit())
      let sound = Waveform(samples: [peak, -peak], sampleRate: 8_000)
      let (safe, _) = sound.withHeadroom()
      if safe.peak > 0.97 { passing.append(peak) }
    }
    #expect(passing.isEmpty)
  }

  @Test func `quiet audio is unchanged`() {
    for amplitude: Float in [0, 0.1, 0.97] {
      let (same, gain) = square(amplitude).withHeadroom()
      #expect(same == square(amplitude))
      #expect(gain == 1)
    }
    let (scaled, gain) = square(0.5).withHeadroom(below: 0.25)
    #expect(gain == 0.5)
    #expect(scaled == square(0.25))
  }

  @Test func `the peak is the largest absolute sample`() {
    #expect(Waveform(samples: [0.1, -0.8, 0.5], sampleRate: 1).peak == 0.8)
    #expect(Waveform(samples: [], sampleRate: 1).peak == 0)
  }

  @Test(
    arguments: [
      (0, [1, 2]), (1, [1, 2]), (2, [1, 2]), (3, [1, 2, 0]), (4, [0, 1, 2, 0]),
      (7, [0, 0, 1, 2, 0, 0, 0]),
    ] as [(Int, [Float])])
  func `silence is added half before and half after`(frames: Int, expected: [Float]) {
    let sound = Waveform(samples: [1, 2], sampleRate: 8_000)
    #expect(sound.padded(to: frames) == Waveform(samples: expected, sampleRate: 8_000))
  }

  @Test func `seconds are samples divided by the rate`() {
    #expect(sine(440, seconds: 2.5, sampleRate: 8_000).seconds == 2.5)
    #expect(Waveform(samples: [], sampleRate: 8_000).seconds == 0)
  }

  @Test func `a sample rate of 0 is a programming error`() async {
    await #expect(processExitsWith: .failure) { _ = Waveform(samples: [], sampleRate: 0) }
  }
}
