import KernelInterface

// Channels are processed a vector at a time. All three kernels are correlations over a column of
// vectors, which is copied with zero padding so that it fills whole cache lines
// (Correlation.swift). With K = kernelSize and half = (K-1)/2:
//   y[t]  = Σ_j w[j]·x[t + j - half]
//   dx[t] = Σ_j w[K-1-j]·dy[t + j - half]     with the reversed kernel
//   dw[j] = Σ_t dy[t]·x[t + j - half]         with dy as the kernel, over K results

extension KernelImplementation {
  package static func depthwiseScratch(frames: Int, kernelSize: Int) -> Int {
    let second = frames > kernelSize ? frames : kernelSize
    return (paddedRows(frames, kernelSize) &+ second) &* lanes
  }

  @inline(never)
  package static func depthwise(
    frames: Int, channels: Int, kernelSize: Int, _ x: Floats, _ w: Floats, bias: Floats,
    into y: MutableFloats, scratch: MutableFloats
  ) {
    eachColumn(channels) { c, count in
      correlateOverTime(
        frames, channels, kernelSize, x + c, w + c, row: channels,
        from: loadPrefix(bias + c, count),
        into: y + c, count, scratch: scratch)
    }
  }

  @inline(never)
  package static func depthwiseBackwardInput(
    frames: Int, channels: Int, kernelSize: Int, _ dy: Floats, _ w: Floats,
    into dx: MutableFloats, scratch: MutableFloats
  ) {
    eachColumn(channels) { c, count in
      correlateOverTime(
        frames, channels, kernelSize, dy + c, w + (c &+ (kernelSize &- 1) &* channels),
        row: -channels,
        from: all(0), into: dx + c, count, scratch: scratch)
    }
  }

  @inline(never)
  package static func depthwiseBackwardWeights(
    frames: Int, channels: Int, kernelSize: Int, _ x: Floats, _ dy: Floats,
    dw: MutableFloats, dBias: MutableFloats, scratch: MutableFloats
  ) {
    eachColumn(channels) { c, count in
      let factors = scratch + paddedRows(frames, kernelSize) &* lanes
      copyPadded(frames, channels, kernelSize, x + c, count, into: scratch)
      let sum = copyColumn(frames, dy + c, row: channels, count, into: factors)
      storePrefix(loadPrefix(dBias + c, count) + sum, dBias + c, count)
      correlate(
        results: kernelSize, terms: frames, scratch, factors, from: all(0)
      ) { j, value in
        let p = dw + (c &+ j &* channels)
        storePrefix(loadPrefix(p, count) + value, p, count)
      }
    }
  }
}
