import KernelInterface

/// The memory of a `LogMel`, for one thread at a time. Utterances are processed in blocks of
/// frames, so its size does not depend on their length.
package final class LogMelWorkspace {
  /// The number of frames in a block, whose spectrum and power fit into the second-level cache.
  static let frames = 128

  let kernels: any KernelSet.Type
  /// [frames, 2·bins]
  let spectrum: MutableFloats
  /// [frames, bins]
  let power: MutableFloats
  let scratch: MutableFloats
  /// [melBins]
  let means: UnsafeMutablePointer<Double>
  /// [melBins]
  let factors: UnsafeMutablePointer<Double>
  private let bins: Int
  private let melBins: Int

  package init(for front: LogMel, kernels: any KernelSet.Type) {
    self.kernels = kernels
    (bins, melBins) = (front.bins, front.melBins)
    spectrum = .allocate(capacity: Self.frames * 2 * bins)
    power = .allocate(capacity: Self.frames * bins)
    scratch = .allocate(capacity: kernels.multiplyScratch)
    means = .allocate(capacity: melBins)
    factors = .allocate(capacity: melBins)
  }

  deinit {
    spectrum.deallocate()
    power.deallocate()
    scratch.deallocate()
    means.deallocate()
    factors.deallocate()
  }

  func fits(_ front: LogMel) -> Bool { bins == front.bins && melBins == front.melBins }
}
