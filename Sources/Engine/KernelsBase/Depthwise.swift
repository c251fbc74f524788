import KernelInterface

// Channels are done a vector at a time. All three kernels are one sum of products over a column of
// vectors that has been copied, with zeros around it, to where it fills whole cache lines
// (see Correlation.swift):
//   y[t]  = Σ_j w[j]·x[t + j - half]               half = (taps-1)/2
//   dx[t] = Σ_j w[taps-1-j]·dy[t + j - half]       the same with the taps in reverse
//   dw[j] = Σ_t dy[t]·x[t + j - half]              the same with dy for taps, over `taps` results

extension KernelImplementation {
  package static func depthwiseScratch(frames: Int, taps: Int) -> Int {
    let second = frames > taps ? frames : taps
    return (paddedRows(frames, taps) &+ second) &* lanes
  }

  @inline(never)
  package static func depthwise(
    frames: Int, channels: Int, taps: Int, _ x: Floats, _ w: Floats, bias: Floats,
    into y: MutableFloats, scratch: MutableFloats
  ) {
    eachColumn(channels) { c, count in
      correlateOverTime(
        frames, channels, taps, x + c, w + c, row: channels, from: loadPrefix(bias + c, count),
        into: y + c, count, scratch: scratch)
    }
  }

  @inline(never)
  package static func depthwiseBackwardInput(
    frames: Int, channels: Int, taps: Int, _ dy: Floats, _ w: Floats,
    into dx: MutableFloats, scratch: MutableFloats
  ) {
    eachColumn(channels) { c, count in
      correlateOverTime(
        frames, channels, taps, dy + c, w + (c &+ (taps &- 1) &* channels), row: -channels,
        from: all(0), into: dx + c, count, scratch: scratch)
    }
  }

  @inline(never)
  package static func depthwiseBackwardWeights(
    frames: Int, channels: Int, taps: Int, _ x: Floats, _ dy: Floats,
    dw: MutableFloats, dBias: MutableFloats, scratch: MutableFloats
  ) {
    eachColumn(channels) { c, count in
      let factors = scratch + paddedRows(frames, taps) &* lanes
      copyPadded(frames, channels, taps, x + c, count, into: scratch)
      let sum = copyColumn(frames, dy + c, row: channels, count, into: factors)
      storePrefix(loadPrefix(dBias + c, count) + sum, dBias + c, count)
      correlate(
        results: taps, terms: frames, scratch, factors, from: all(0)
      ) { j, value in
        let p = dw + (c &+ j &* channels)
        storePrefix(loadPrefix(p, count) + value, p, count)
      }
    }
  }
}
