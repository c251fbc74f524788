import KernelInterface
import Randomness

/// Frequency and time masks (Park et al. 2019, section 2, without time warping). Masked features
/// are 0, the mean of normalised features.
package struct SpecAugment: Sendable {
  package let configuration: SpecAugmentConfiguration

  package init(_ configuration: SpecAugmentConfiguration) { self.configuration = configuration }

  /// Draws masks and applies them. The width of a mask is uniform between 0 and its maximum, and
  /// its position is uniform. Masks may overlap.
  /// - Parameter features: [frames, bins]
  package func apply(
    to features: MutableFloats, frames: Int, bins: Int, random: inout SplitMix
  ) {
    precondition(frames >= 0 && bins >= 0, "masks over [\(frames), \(bins)]")
    for _ in 0..<configuration.frequencyMasks {
      let mask = Self.mask(atMost: configuration.frequencyWidth, of: bins, &random)
      for frame in 0..<frames {
        for bin in mask { features[frame * bins + bin] = 0 }
      }
    }
    for _ in 0..<configuration.timeMasks {
      let longest = Int((configuration.timeWidth * Double(frames)).rounded(.down))
      let mask = Self.mask(atMost: longest, of: frames, &random)
      for index in (mask.lowerBound * bins)..<(mask.upperBound * bins) { features[index] = 0 }
    }
  }

  private static func mask(
    atMost widest: Int, of count: Int, _ random: inout SplitMix
  ) -> Range<Int> {
    let width = random.below(min(widest, count) + 1)
    let start = random.below(count - width + 1)
    return start..<(start + width)
  }
}
