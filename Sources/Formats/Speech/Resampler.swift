import CSampleRate
import Files

/// Band-limited resampling by libsamplerate's sinc converters.
package enum Resampler {
  /// The speeds that the converter supports at all usual pairs of sample rates.
  package static let speeds: ClosedRange<Double> = 0.25...16

  /// The attenuation of frequencies above half the lower rate: 145 dB for `best`, 97 dB for `fast`,
  /// which takes a sixth of the time (libsamplerate's documentation).
  package enum Quality: Sendable { case best, fast }

  /// `waveform` played `speed` times as fast, at `sampleRate` Hz. Tempo and pitch rise together, as
  /// with `sox speed`: at speed 2 and 16 kHz, all frequencies above 4 kHz are removed.
  ///
  /// One conversion changes speed and rate. Its ratio of output to input frames is
  /// sampleRate / (own rate × speed). The output buffer is larger than needed, because the converter
  /// drops frames that do not fit without an error.
  package static func convert(
    _ waveform: Waveform, speed: Double, sampleRate: Int, quality: Quality = .best
  ) throws(Problem) -> Waveform {
    precondition(speeds.contains(speed), "a speed must be in \(speeds), not \(speed)")
    let ratio = Double(sampleRate) / (Double(waveform.sampleRate) * speed)
    guard ratio != 1, !waveform.samples.isEmpty else {
      return Waveform(samples: waveform.samples, sampleRate: sampleRate)
    }
    guard src_is_valid_ratio(ratio) != 0 else {
      throw Problem(
        .badData,
        "cannot convert from \(waveform.sampleRate) Hz to \(sampleRate) Hz at speed \(speed)",
        hint: "the ratio of the rates must be between 1/256 and 256")
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
