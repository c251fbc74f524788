import Files
import KernelInterface
import Kernels
import Platform

/// Log-mel energies of a waveform: frames of 25 ms every 10 ms, Hann window, power spectrum of the
/// next power of two points, triangles on the mel scale (`MelFilters`), natural logarithm, and then
/// mean 0 and variance 1 for each band of the utterance.
///
/// Spectrum and bands are two matrix products. The first reads frames where they lie in the
/// waveform, a row every hop, so that nothing is copied. There is no dither and no pre-emphasis:
/// the normalisation undoes any fixed filter.
package struct LogMel: Sendable {
  package let sampleRate: Int
  package let melBins: Int
  /// Samples of a frame.
  package let window: Int
  /// Samples from a frame to the next.
  package let hop: Int
  /// Points of the transform.
  let size: Int
  /// Bins 0 ..< size/2; the last one of all has no weight in any band.
  let bins: Int
  /// [window, 2·bins]
  let transform: [Float]
  /// [bins, melBins]
  let filters: [Float]

  /// Energies below count as this one. Samples of ±1 with 16 bits have noise of about 10⁻⁸ here.
  package static let floor: Float = 1e-10
  /// Bands that vary by less, in nats, hold no speech; their rounding errors are not blown up.
  package static let smallestDeviation = 0.01
  /// Samples beyond, whose squares might overflow, are no sound. Full scale is 1, or 32,768.
  package static let largestSample: Float = 1e6

  /// - Throws: more bands than the transform can tell apart.
  package init(sampleRate: Int, melBins: Int) throws(Problem) {
    precondition(sampleRate >= 1_000 && melBins >= 1, "\(melBins) bands at \(sampleRate) Hz")
    self.sampleRate = sampleRate
    self.melBins = melBins
    window = sampleRate * 25 / 1_000
    hop = sampleRate * 10 / 1_000
    var size = 1
    while size < window { size *= 2 }
    self.size = size
    bins = size / 2
    let mel = MelFilters(sampleRate: sampleRate, size: size, bins: bins, bands: melBins)
    guard mel.isComplete else {
      throw Problem(
        .badData, "\(melBins) mel bands are too narrow for frames of 25 ms at \(sampleRate) Hz",
        field: "mel_bins", hint: "choose fewer")
    }
    filters = mel.weights
    transform = FourierMatrix.windowed(window: window, size: size, bins: bins)
  }

  /// Whole frames in so many samples; 0 where there is less than one.
  package func frames(samples: Int) -> Int {
    samples < window ? 0 : 1 + (samples - window) / hop
  }

  /// Writes normalised features.
  /// - Parameters:
  ///   - samples: full scale is ±1.
  ///   - features: [frames(samples: samples.count), melBins]
  /// - Throws: less than a frame, or a sample that is no number; nothing is written then.
  package func compute(
    _ samples: UnsafeBufferPointer<Float>, into features: MutableFloats,
    _ workspace: LogMelWorkspace
  ) throws(Problem) {
    try logEnergies(samples, into: features, workspace)
    normalize(features, frames: frames(samples: samples.count), workspace)
  }

  /// `compute` into memory of its own: [frames(samples: samples.count), melBins].
  package func features(
    of samples: [Float], _ workspace: LogMelWorkspace
  ) throws(Problem) -> Buffer {
    let features = Buffer(frames(samples: samples.count) * melBins)
    try samples.withUnsafeBufferPointer { samples throws(Problem) in
      try compute(samples, into: features.base, workspace)
    }
    return features
  }

  /// `compute` without the normalisation, in nats.
  package func logEnergies(
    _ samples: UnsafeBufferPointer<Float>, into features: MutableFloats,
    _ workspace: LogMelWorkspace
  ) throws(Problem) {
    precondition(workspace.fits(self), "the workspace is of another front end")
    let count = frames(samples: samples.count)
    guard count > 0, let waveform = samples.baseAddress else {
      throw Problem(
        .badData, "\(samples.count) samples are less than a frame of 25 ms (\(window))",
        field: "audio")
    }
    for index in samples.indices where !(samples[index].magnitude <= Self.largestSample) {
      throw Problem(.badData, "sample \(index) is \(samples[index])", field: "audio")
    }
    var first = 0
    while first < count {
      let rows = min(count - first, LogMelWorkspace.frames)
      energies(rows, waveform + first * hop, into: features + first * melBins, workspace)
      first += rows
    }
    workspace.kernels.logarithm(
      count * melBins, floor: Self.floor, features, into: features)
  }

  private func energies(
    _ rows: Int, _ waveform: Floats, into bands: MutableFloats, _ workspace: LogMelWorkspace
  ) {
    let kernels = workspace.kernels
    transform.withUnsafeBufferPointer { transform in
      kernels.multiply(
        rows: rows, columns: 2 * bins, depth: window, waveform, row: hop, column: 1,
        transform.baseAddress!, row: 2 * bins, column: 1, into: workspace.spectrum, row: 2 * bins,
        .sets, bias: nil, scratch: workspace.scratch)
    }
    kernels.power(rows: rows, columns: bins, workspace.spectrum, into: workspace.power)
    filters.withUnsafeBufferPointer { filters in
      kernels.multiply(
        rows: rows, columns: melBins, depth: bins, workspace.power, row: bins, column: 1,
        filters.baseAddress!, row: melBins, column: 1, into: bands, row: melBins,
        .sets, bias: nil, scratch: workspace.scratch)
    }
  }
}
