import Randomness
import Recognizer
import Testing

@Suite struct SpecAugmentTests {
  private let frames = 200
  private let bins = 80

  private func masked(
    _ change: (inout SpecAugmentConfiguration) -> Void, _ random: inout SplitMix,
    frames: Int? = nil
  ) -> [Float] {
    var configuration = SpecAugmentConfiguration()
    change(&configuration)
    var features = [Float](repeating: 1, count: (frames ?? self.frames) * bins)
    SpecAugment(configuration).apply(
      to: &features, frames: frames ?? self.frames, bins: bins, random: &random)
    return features
  }

  private func rows(_ features: [Float]) -> Int {
    (0..<frames).count { frame in
      features[(frame * bins)..<((frame + 1) * bins)].allSatisfy { $0 == 0 }
    }
  }

  private func columns(_ features: [Float]) -> Int {
    (0..<bins).count { bin in (0..<frames).allSatisfy { features[$0 * bins + bin] == 0 } }
  }

  @Test func `the same random stream gives the same masks`() {
    var (a, b, c) = (
      SplitMix(key: 1), SplitMix(key: 1), SplitMix(key: 2)
    )
    let first = masked({ _ in }, &a)
    #expect(masked({ _ in }, &b) == first)
    #expect(masked({ _ in }, &c) != first)
    #expect(masked({ _ in }, &a) != first)
  }

  @Test func `masks are whole rows or columns of at most the configured width`() {
    var random = SplitMix(key: 3)
    var widest = (rows: 0, columns: 0)
    for _ in 0..<500 {
      let time = masked(
        {
          $0.frequencyMasks = 0
          $0.timeMasks = 1
          $0.timeWidth = 0.1
        }, &random)
      #expect(rows(time) * bins == time.count { $0 == 0 })
      let band = masked(
        {
          $0.frequencyMasks = 1
          $0.timeMasks = 0
          $0.frequencyWidth = 9
        }, &random)
      #expect(columns(band) * frames == band.count { $0 == 0 })
      widest = (max(widest.rows, rows(time)), max(widest.columns, columns(band)))
    }
    // The widest mask has a probability of 1/21 and 1/10. It is missing in 500 draws with
    // probability 10⁻¹¹.
    #expect(widest == (20, 9))
  }

  /// Widths 0...27 have a mean of 13.5 bins and a variance of (28² - 1)/12 = 65. The mean of 2,000
  /// draws has a standard deviation of 0.18, and five of them are 0.9.
  @Test func `the mean width of masks is half the maximum`() {
    var random = SplitMix(key: 4)
    let widths = (0..<2_000).map { _ in
      columns(
        masked(
          {
            $0.frequencyMasks = 1
            $0.timeMasks = 0
          }, &random))
    }
    #expect(abs(Double(widths.reduce(0, +)) / 2_000 - 13.5) < 0.9)
  }

  @Test func `no masks or masks of width 0 change nothing`() {
    var random = SplitMix(key: 5)
    #expect(
      !masked(
        {
          $0.frequencyMasks = 0
          $0.timeMasks = 0
        }, &random
      ).contains(0))
    #expect(
      !masked(
        {
          $0.frequencyWidth = 0
          $0.timeWidth = 0
        }, &random
      ).contains(0))
    #expect(masked({ _ in }, &random, frames: 0).isEmpty)
  }

  @Test func `masks do not exceed the features`() {
    var random = SplitMix(key: 6)
    for _ in 0..<100 {
      let features = masked(
        {
          $0.frequencyWidth = 256
          $0.timeWidth = 1
        }, &random)
      #expect(features.count == frames * bins)
    }
  }
}
