import Profiles
import Randomness
import Testing

/// The expected share of an utterance that SpecAugment masks.
struct TimeMasksTests {
  /// A slow twin: draws masks as the toolkits do and counts the frames that they cover.
  private func sampled(_ masks: TimeMasks, frames: Int, draws: Int) -> Double {
    var random = Seed(short: 5).stream("masks")
    var covered = 0
    for _ in 0..<draws {
      var isMasked = [Bool](repeating: false, count: frames)
      for _ in 0..<masks.count {
        let range: ClosedRange<Int> =
          switch masks.width {
          case .frames(let range): range
          case .share(let share):
            Int(share.lowerBound * Double(frames))...Int(share.upperBound * Double(frames))
          }
        let width = min(frames, range.lowerBound + random.below(range.count))
        let starts = masks.start == .inside ? frames - width + 1 : frames
        let start = random.below(starts)
        for frame in start..<min(frames, start + width) { isMasked[frame] = true }
      }
      covered += isMasked.count { $0 }
    }
    return Double(covered) / Double(draws * frames)
  }

  private func masks(
    _ count: Int, _ width: TimeMasks.Width, _ start: TimeMasks.Start = .inside
  ) -> TimeMasks {
    var masks = TimeMasks()
    (masks.count, masks.width, masks.start) = (count, width, start)
    return masks
  }

  @Test(arguments: [20, 50, 75, 300])
  func `the share equals that of drawn masks`(_ frames: Int) {
    for masks in [
      masks(2, .frames(1...50), .anywhere), masks(4, .frames(15...24)), masks(10, .share(0...0.05)),
      masks(1, .frames(0...100)), masks(3, .share(0.1...0.4), .anywhere),
    ] {
      let expected = sampled(masks, frames: frames, draws: 20_000)
      #expect((masks.share(ofFrames: frames) - expected).magnitude < 0.01, "\(masks), \(frames)")
    }
  }

  @Test func `no mask covers nothing, and a mask of every frame covers all`() {
    #expect(masks(0, .frames(5...5)).share(ofFrames: 10) == 0)
    #expect(masks(1, .frames(10...10)).share(ofFrames: 10) == 1)
    #expect(masks(1, .frames(10...10)).share(ofFrames: 0) == 0)
  }

  @Test func `the cap limits the share`() {
    var capped = masks(10, .frames(0...100))
    capped.cap = 0.15
    #expect(capped.share(ofFrames: 50) == 0.15)
    #expect(capped.fewestVisibleFrames == 1)
  }

  @Test func `the fewest visible frames are the first with at most half covered`() throws {
    for masks in [
      masks(2, .frames(1...50), .anywhere), masks(4, .frames(15...24)), masks(2, .frames(10...10)),
    ] {
      let fewest = try #require(masks.fewestVisibleFrames)
      for frames in 1..<fewest { #expect(masks.share(ofFrames: frames) > TimeMasks.risk) }
      for frames in fewest...(fewest + 50) {
        #expect(masks.share(ofFrames: frames) <= TimeMasks.risk)
      }
    }
    #expect(masks(5, .share(0.5...0.9)).fewestVisibleFrames == nil)
  }
}
