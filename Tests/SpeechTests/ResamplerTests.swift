import Files
import Speech
import Testing

@Suite struct ResamplerTests {
  @Test(arguments: [0.25, 0.5, 1, 1.1, 1.5, 2, 3, 4, 16], [8_000, 16_000, 22_050, 44_100])
  func `the length follows from speed and rate`(speed: Double, sampleRate: Int) throws {
    for count in [1, 7, 1_000, 16_001] {
      let sound = Waveform(samples: [Float](repeating: 0.1, count: count), sampleRate: 16_000)
      let fast = try Resampler.convert(sound, speed: speed, sampleRate: sampleRate)
      let expected = (Double(count) / speed * Double(sampleRate) / 16_000).rounded(.down)
      #expect(abs(Double(fast.samples.count) - expected) <= 1, "\(count) samples")
      #expect(fast.sampleRate == sampleRate)
    }
  }

  @Test func `at speed 2 tempo and pitch double`() throws {
    let fast = try Resampler.convert(sine(440), speed: 2, sampleRate: 16_000)
    #expect(abs(fast.seconds - 0.5) < 0.001)
    #expect(abs(fast.amplitude(at: 880) - 0.5) < 0.005)
    #expect(fast.amplitude(at: 440) < 0.001)
    let crossings = zip(fast.samples, fast.samples.dropFirst()).count { $0 < 0 && $1 >= 0 }
    #expect((438...441).contains(crossings))
  }

  @Test(arguments: [8_000, 22_050, 44_100])
  func `another sample rate keeps the pitch`(sampleRate: Int) throws {
    let other = try Resampler.convert(sine(440), speed: 1, sampleRate: sampleRate)
    #expect(abs(other.amplitude(at: 440) - 0.5) < 0.005)
    #expect(abs(other.seconds - 1) < 0.001)
  }

  @Test func `half the speed reverses double speed`() throws {
    let once = try Resampler.convert(sine(300), speed: 2, sampleRate: 8_000)
    #expect(abs(once.amplitude(at: 600) - 0.5) < 0.005)
    let back = try Resampler.convert(once, speed: 0.5, sampleRate: 16_000)
    #expect(abs(back.amplitude(at: 300) - 0.5) < 0.005)
    #expect(abs(back.seconds - 1) < 0.001)
  }

  @Test func `frequencies above the new Nyquist frequency are removed and not folded`() throws {
    var sound = sine(500, amplitude: 0.3)
    // At speed 2 this would be 12 kHz; folded at 8 kHz it would sound as 4 kHz.
    sound.samples = zip(sound.samples, sine(6_000, amplitude: 0.3).samples).map { $0 + $1 }
    let fast = try Resampler.convert(sound, speed: 2, sampleRate: 16_000)
    #expect(abs(fast.amplitude(at: 1_000) - 0.3) < 0.005)
    #expect(fast.amplitude(at: 4_000) < 0.0001)
    let high = try Resampler.convert(sine(6_000), speed: 2, sampleRate: 16_000)
    let middle = high.samples[(high.samples.count / 4)..<(high.samples.count * 3 / 4)]
    #expect(middle.allSatisfy { abs($0) < 0.0001 })
  }

  @Test func `empty audio stays empty and silence stays silent`() throws {
    let nothing = Waveform(samples: [], sampleRate: 16_000)
    #expect(
      try Resampler.convert(nothing, speed: 2, sampleRate: 8_000)
        == Waveform(samples: [], sampleRate: 8_000))
    let silence = Waveform(samples: [Float](repeating: 0, count: 1_000), sampleRate: 16_000)
    let fast = try Resampler.convert(silence, speed: 2, sampleRate: 16_000)
    #expect(fast.samples.count >= 499)
    #expect(fast.samples.allSatisfy { $0 == 0 })
  }

  @Test func `samples are unchanged if speed and rate cancel out`() throws {
    let sound = sine(440, sampleRate: 8_000)
    let fast = try Resampler.convert(sound, speed: 2, sampleRate: 16_000)
    #expect(fast == Waveform(samples: sound.samples, sampleRate: 16_000))
    #expect(try Resampler.convert(sound, speed: 1, sampleRate: 8_000) == sound)
  }

  @Test func `a ratio that the converter does not support is refused`() {
    let slow = Waveform(samples: [0.1], sampleRate: 100)
    let problem = #expect(throws: Problem.self) {
      try Resampler.convert(slow, speed: 0.25, sampleRate: 48_000)
    }
    #expect(problem?.kind == .badData)
  }

  @Test(arguments: [0.2, 17])
  func `a speed out of range is a programming error`(speed: Double) async {
    await #expect(processExitsWith: .failure) { [speed] in
      _ = try? Resampler.convert(sine(440), speed: speed, sampleRate: 16_000)
    }
  }
}
