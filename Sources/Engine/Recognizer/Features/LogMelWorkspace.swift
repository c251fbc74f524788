import KernelInterface

/// Memory that a `LogMel` works in, for one thread at a time. Utterances go through it a few
/// hundred frames at a time, so its size does not depend on theirs.
package final class LogMelWorkspace {
  /// Frames at a time: spectrum and power of so many stay in the second-level cache.
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
