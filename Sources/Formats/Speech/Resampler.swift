import CSampleRate
import Files

/// Band-limited resampling by libsamplerate's sinc converters.
package enum Resampler {
  /// Speeds that the converter takes at any usual pair of sample rates.
  package static let speeds: ClosedRange<Double> = 0.25...16

  /// How much is left of what lies above half the lower rate: 145 dB under the signal, or 97 dB at a
  /// sixth of the time (libsamplerate's documentation).
  package enum Quality: Sendable { case best, fast }

  /// `waveform` played `speed` times as fast, at `sampleRate` Hz: tempo and pitch rise together, as
  /// with `sox speed`. At speed 2 and 16 kHz everything above 4 kHz is lost, and meant to be.
  ///
  /// One conversion does both: ratio = sampleRate / (own rate × speed), output frames over input
  /// frames. The output buffer has room to spare, because the converter drops what does not fit
  /// without a word.
  package static func convert(
    _ waveform: Waveform, speed: Double, sampleRate: Int, quality: Quality = .best
  ) throws(Problem) -> Waveform {
    precondition(speeds.contains(speed), "a speed lies in \(speeds), not at \(speed)")
    let ratio = Double(sampleRate) / (Double(waveform.sampleRate) * speed)
    guard ratio != 1, !waveform.samples.isEmpty else {
      return Waveform(samples: waveform.samples, sampleRate: sampleRate)
    }
    guard src_is_valid_ratio(ratio) != 0 else {
      throw Problem(
        .badData, "cannot go from \(waveform.sampleRate) Hz to \(sampleRate) Hz at speed \(speed)",
        hint: "the ratio must lie between 1/256 and 256")
    }
    let input = waveform.samples
    var output = [Float](
      repeating: 0, count: Int((Double(input.count) * ratio).rounded(.up)) + 64)
    var generated = 0
    var status: Int32 = 0
    let converter = quality == .best ? SRC_SINC_BEST_QUALITY : SRC_SINC_FASTEST
    input.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        var data = SRC_DATA()
        data.data_in = source.baseAddress
        data.input_frames = source.count
        data.data_out = target.baseAddress
        data.output_frames = target.count
        data.end_of_input = 1
        data.src_ratio = ratio
        status = src_simple(&data, Int32(converter), 1)
        generated = Int(data.output_frames_gen)
      }
    }
    guard status == 0 else {
      throw Problem(.inputOutput, "resampling failed: \(String(cString: src_strerror(status)))")
    }
    return Waveform(samples: Array(output[..<generated]), sampleRate: sampleRate)
  }
}
