import Files
import KernelInterface
import Kernels
import Platform

/// The log-mel features of a waveform: frames of 25 ms every 10 ms, Hann window, power spectrum
/// with the next power of two as transform size, triangular mel filters (`MelFilters`), natural
/// logarithm, and normalisation of each band to mean 0 and variance 1 over the utterance.
///
/// Spectrum and bands are two matrix products. The first reads the frames from the waveform through
/// a strided view, so that nothing is copied. There is no dither and no pre-emphasis, because the
/// normalisation removes the effect of any fixed filter.
package struct LogMel: Sendable {
  package let sampleRate: Int
  package let melBins: Int
  /// The length of a frame in samples.
  package let window: Int
  /// The distance between frames in samples.
  package let hop: Int
  /// The size of the transform.
  let size: Int
  /// The number of bins: size/2. The bin at half the sample rate has no weight in any band.
  let bins: Int
  /// [window, 2·bins]
  let transform: [Float]
  /// [bins, melBins]
  let filters: [Float]

  /// The smallest energy. The quantisation noise of 16-bit samples with full scale ±1 is about
  /// 10⁻⁸.
  package static let floor: Float = 1e-10
  /// The smallest standard deviation of a band, in nats. Bands that vary less contain no speech,
  /// and normalisation must not amplify their rounding errors.
  package static let smallestDeviation = 0.01
  /// The largest magnitude of a sample. The energy of larger samples could overflow. Full scale is
  /// 1 or 32,768.
  package static let largestSample: Float = 1e6

  /// - Throws: a problem if there are more bands than the transform can resolve.
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

  /// The number of complete frames in a number of samples.
  package func frames(samples: Int) -> Int {
    samples < window ? 0 : 1 + (samples - window) / hop
  }

  /// Computes normalised features.
  /// - Parameters:
  ///   - samples: the waveform, with full scale ±1.
  ///   - features: [frames(samples: samples.count), melBins]
  /// - Throws: a problem if there is no complete frame or if a sample is not finite or too large.
  ///   Nothing is written then.
  package func compute(
    _ samples: UnsafeBufferPointer<Float>, into features: MutableFloats,
    _ workspace: LogMelWorkspace
  ) throws(Problem) {
    try logEnergies(samples, into: features, workspace)
    normalize(features, frames: frames(samples: samples.count), workspace)
  }

  /// Returns normalised features, [frames(samples: samples.count), melBins].
  package func features(
    of samples: [Float], _ workspace: LogMelWorkspace
  ) throws(Problem) -> Buffer {
    let features = Buffer(frames(samples: samples.count) * melBins)
    try samples.withUnsafeBufferPointer { samples throws(Problem) in
      try compute(samples, into: features.base, workspace)
    }
    return features
  }

  /// Computes features without normalisation, in nats.
  package func logEnergies(
    _ samples: UnsafeBufferPointer<Float>, into features: MutableFloats,
    _ workspace: LogMelWorkspace
  ) throws(Problem) {
    precondition(workspace.fits(self), "the workspace belongs to another front end")
    let count = frames(samples: samples.count)
    guard count > 0, let waveform = samples.baseAddress else {
      throw Problem(
        .badData, "\(samples.count) samples are less than a frame of 25 ms (\(window) samples)",
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
        rows: rows, columns: 2 * bins, depth: window,
        MatrixView(waveform, rowStride: hop, columnStride: 1),
        MatrixView(transform.baseAddress!, rowStride: 2 * bins, columnStride: 1),
        into: workspace.spectrum, row: 2 * bins, .sets, bias: nil, scratch: workspace.scratch)
    }
    kernels.power(rows: rows, columns: bins, workspace.spectrum, into: workspace.power)
    filters.withUnsafeBufferPointer { filters in
      kernels.multiply(
        rows: rows, columns: melBins, depth: bins,
        MatrixView(workspace.power, rowStride: bins, columnStride: 1),
        MatrixView(filters.baseAddress!, rowStride: melBins, columnStride: 1), into: bands,
        row: melBins, .sets, bias: nil, scratch: workspace.scratch)
    }
  }
}
