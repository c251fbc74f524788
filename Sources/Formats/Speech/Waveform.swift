/// One channel of audio.
package struct Waveform: Sendable, Hashable {
  /// The samples; full scale is ±1.
  package var samples: [Float]
  /// In Hz.
  package let sampleRate: Int

  package init(samples: [Float], sampleRate: Int) {
    precondition(sampleRate > 0, "a sample rate must be positive, not \(sampleRate)")
    self.samples = samples
    self.sampleRate = sampleRate
  }

  package var seconds: Double { Double(samples.count) / Double(sampleRate) }

  /// The largest absolute sample.
  package var peak: Float { samples.reduce(0) { max($0, abs($1)) } }

  /// Scales down, never up, so that no sample exceeds `ceiling`.
  ///
  /// A sinc resampler overshoots by up to a quarter on loud audio. Scaling keeps the shape of the
  /// waveform, which clipping would distort.
  /// - Returns: the scaled waveform and the gain, which is 1 if nothing changed.
  package func withHeadroom(below ceiling: Float = 0.97) -> (waveform: Waveform, gain: Double) {
    let highest = peak
    guard highest > ceiling else { return (self, 1) }
    var gain = ceiling / highest
    if highest * gain > ceiling { gain = gain.nextDown }
    return (Waveform(samples: samples.map { $0 * gain }, sampleRate: sampleRate), Double(gain))
  }

  /// Pads with silence to `frames` frames, half before and half after.
  package func padded(to frames: Int) -> Waveform {
    guard frames > samples.count else { return self }
    let before = (frames - samples.count) / 2
    let after = frames - samples.count - before
    let silence = { (count: Int) in [Float](repeating: 0, count: count) }
    return Waveform(samples: silence(before) + samples + silence(after), sampleRate: sampleRate)
  }
}
