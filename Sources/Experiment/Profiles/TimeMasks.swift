/// The masks of SpecAugment over time (Park et al. 2019).
package struct TimeMasks: Hashable, Sendable {
  /// The number of masks of an utterance.
  package var count = 0
  package var width = Width.frames(0...0)
  package var start = Start.inside
  package var unit = Unit.features
  /// The largest share of frames that all masks together cover; nil without such a limit.
  package var cap: Double?

  /// The width of a mask, which is uniform between two values.
  package enum Width: Hashable, Sendable {
    case frames(ClosedRange<Int>)
    /// Shares of the utterance's frames, rounded down.
    case share(ClosedRange<Double>)
  }

  /// The first frame of a mask.
  package enum Start: String, CaseIterable, Sendable {
    /// Any frame from which the whole mask fits.
    case inside
    /// Any frame; what lies behind the last frame is cut off.
    case anywhere
  }

  /// The frames that are masked.
  package enum Unit: String, CaseIterable, Sendable { case features, outputs }

  package init() {}

  /// The expected share of frames that the masks cover, 0...1.
  ///
  /// Masks are independent, so a frame stays visible with the probability (1 − p)^count, where p is
  /// the probability that one mask covers it.
  package func share(ofFrames frames: Int) -> Double {
    guard frames > 0, count > 0 else { return 0 }
    let covered = coverage(frames)
    let mean =
      covered.reduce(0) { sum, p in sum + 1 - power(1 - min(1, p), count) } / Double(frames)
    return min(mean, cap ?? 1)
  }

  /// The probability for each frame that one mask covers it: for every width, the share of starts
  /// whose mask includes the frame.
  private func coverage(_ frames: Int) -> [Double] {
    let widths = widths(frames)
    var result = [Double](repeating: 0, count: frames)
    for width in widths where width > 0 {
      let length = min(width, frames)
      let starts = start == .inside ? frames - length + 1 : frames
      let weight = 1 / (Double(widths.count) * Double(starts))
      for frame in 0..<frames {
        let first = max(0, frame - length + 1)
        let last = min(frame, starts - 1)
        if last >= first { result[frame] += weight * Double(last - first + 1) }
      }
    }
    return result
  }

  private func widths(_ frames: Int) -> ClosedRange<Int> {
    switch width {
    case .frames(let range): range
    case .share(let range):
      Int(range.lowerBound * Double(frames))...Int(range.upperBound * Double(frames))
    }
  }

  /// The fewest frames from which on the masks are expected to cover at most half of the utterance;
  /// nil if they cover more of every utterance.
  ///
  /// The share does not grow with the number of frames for widths in frames, and hardly depends on it
  /// for widths in shares.
  package var fewestVisibleFrames: Int? {
    if share(ofFrames: 1) <= Self.risk, share(ofFrames: 2) <= Self.risk,
      share(ofFrames: 10) <= Self.risk
    {
      return 1
    }
    guard share(ofFrames: Self.longest) <= Self.risk else { return nil }
    var (short, long) = (0, Self.longest)
    while long - short > 1 {
      let middle = (short + long) / 2
      if share(ofFrames: middle) <= Self.risk { long = middle } else { short = middle }
    }
    return long
  }

  /// The covered share above which a canary is at risk.
  package static let risk = 0.5
  private static let longest = 1 << 11
}

private func power(_ base: Double, _ exponent: Int) -> Double {
  var result = 1.0
  for _ in 0..<exponent { result *= base }
  return result
}
