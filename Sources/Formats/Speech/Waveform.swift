/// One channel of sound.
package struct Waveform: Sendable, Hashable {
  /// Full scale is ±1.
  package var samples: [Float]
  /// In Hz.
  package let sampleRate: Int

  package init(samples: [Float], sampleRate: Int) {
    precondition(sampleRate > 0, "a sample rate is positive, not \(sampleRate)")
    self.samples = samples
    self.sampleRate = sampleRate
  }

  package var seconds: Double { Double(samples.count) / Double(sampleRate) }

  package var peak: Float { samples.reduce(0) { max($0, abs($1)) } }

  /// Scaled down so that no sample passes `ceiling`, and never up.
  ///
  /// A sinc resampler overshoots by up to a quarter on loud material; scaling keeps the waveform
  /// where clipping would bend it.
  /// - Returns: the scaled waveform and the gain that was applied, 1 where nothing had to be done.
  package func withHeadroom(below ceiling: Float = 0.97) -> (waveform: Waveform, gain: Double) {
    let highest = peak
    guard highest > ceiling else { return (self, 1) }
    var gain = ceiling / highest
    if highest * gain > ceiling { gain = gain.nextDown }
    return (Waveform(samples: samples.map { $0 * gain }, sampleRate: sampleRate), Double(gain))
  }

  /// Padded with silence, half before and half after, up to `frames` frames.
  package func padded(to frames: Int) -> Waveform {
    guard frames > samples.count else { return self }
    let before = (frames - samples.count) / 2
    let after = frames - samples.count - before
    let silence = { (count: Int) in [Float](repeating: 0, count: count) }
    return Waveform(samples: silence(before) + samples + silence(after), sampleRate: sampleRate)
  }
}
