import Files
import Randomness

/// Edits of sound that further probes need. An edit of strength zero returns the same samples.
extension Waveform {
  /// The mean of the squared samples; 0 without samples.
  package var power: Double {
    samples.isEmpty
      ? 0 : samples.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(samples.count)
  }

  /// The waveform with its level changed by `decibels`, and scaled down where it would clip.
  package func amplified(decibels: Double) -> Waveform {
    guard decibels != 0 else { return self }
    let factor = Float(amplitude(decibels: decibels))
    return Waveform(samples: samples.map { $0 * factor }, sampleRate: sampleRate)
      .withHeadroom().waveform
  }

  /// The waveform with white Gaussian noise. The noise is scaled such that the power of all samples is
  /// `decibels` above that of the noise; both are scaled down where their sum would clip.
  /// - Parameter decibels: the ratio of signal to noise; infinite for no noise.
  package func withWhiteNoise(decibels: Double, from random: inout RandomStream) -> Waveform {
    guard decibels.isFinite, power > 0 else { return self }
    let noise = gaussianNoise(samples.count, from: &random)
    let own = Waveform(samples: noise, sampleRate: sampleRate).power
    guard own > 0 else { return self }
    let factor = Float((power / own).squareRoot() * amplitude(decibels: -decibels))
    return Waveform(
      samples: zip(samples, noise).map { $0 + factor * $1 }, sampleRate: sampleRate
    ).withHeadroom().waveform
  }

  /// The waveform with silence before and after it.
  package func surroundedBySilence(seconds: Double) -> Waveform {
    let frames = Int((seconds * Double(sampleRate)).rounded())
    guard frames > 0 else { return self }
    let silence = [Float](repeating: 0, count: frames)
    return Waveform(samples: silence + samples + silence, sampleRate: sampleRate)
  }

  /// The waveform without frequencies above `hertz`, with the same number of samples: it is resampled
  /// to twice that rate and back.
  package func limited(toBand hertz: Int) throws(Problem) -> Waveform {
    guard 2 * hertz < sampleRate, !samples.isEmpty else { return self }
    let narrow = try Resampler.convert(self, speed: 1, sampleRate: 2 * hertz)
    var wide = try Resampler.convert(narrow, speed: 1, sampleRate: sampleRate).samples
    // The converter rounds the number of frames.
    if wide.count < samples.count {
      wide += [Float](repeating: 0, count: samples.count - wide.count)
    }
    return Waveform(samples: Array(wide.prefix(samples.count)), sampleRate: sampleRate)
      .withHeadroom().waveform
  }

  /// The sound that replaces the samples of a hidden part.
  package enum Filler: Sendable {
    case silence
    /// The part 20 dB quieter, and white noise of 0.8 times its root mean square. These are the
    /// constants of HumeAI's asr-benchmark-optimization (build_entity_masked_dataset.py).
    case noise
  }

  /// The waveform with some of its frames hidden. All other samples stay.
  /// - Precondition: the frames are in the waveform.
  package func hiding(
    _ frames: Range<Int>, with filler: Filler, from random: inout RandomStream
  ) -> Waveform {
    precondition(
      samples.indices.contains(frames) || frames.isEmpty,
      "frames \(frames) of \(samples.count) samples")
    var copy = self
    switch filler {
    case .silence:
      for frame in frames { copy.samples[frame] = 0 }
    case .noise:
      let part = Waveform(samples: Array(samples[frames]), sampleRate: sampleRate)
      let level = Float(0.8 * part.power.squareRoot())
      let quiet = Float(amplitude(decibels: -20))
      let noise = gaussianNoise(frames.count, from: &random)
      for (frame, value) in zip(frames, noise) {
        copy.samples[frame] = max(-1, min(1, samples[frame] * quiet + level * value))
      }
    }
    return copy
  }
}

extension Range<Int> {
  fileprivate func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}
