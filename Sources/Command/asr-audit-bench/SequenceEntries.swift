import KernelInterface
import Kernels

extension KernelEntry {
  /// The convolution over time, with the two usual numbers of taps.
  static var convolutions: [KernelEntry] {
    [15, 31].flatMap { depthwise(frames: 250, channels: 144, taps: $0) }
  }

  private static func depthwise(frames: Int, channels: Int, taps: Int) -> [KernelEntry] {
    let count = frames * channels
    let x = Buffer(count, in: -1...1)
    let dy = Buffer(count + 1, in: -1...1)
    let w = Buffer(taps * channels, in: -1...1)
    let bias = Buffer(channels, in: -1...1)
    let y = Buffer(count)
    // dw, dBias.
    let gradient = Buffer((taps + 1) * channels)
    let scratch = Scratch()
    let shape = "\(frames)x\(channels)x\(taps)"
    let work = Work.flops(2 * count * taps)
    return [
      KernelEntry(
        "depthwise", shape, work, output: y, tolerance: roundings(taps + 1),
        twin: {
          let (x, w, bias) = (x.doubles, w.doubles, bias.doubles)
          var y = (0..<count).map { bias[$0 % channels] }
          Twins.eachTap(frames, channels, taps) { y[$0] += w[$1] * x[$2] }
          return y
        },
        run: {
          $0.depthwise(
            frames: frames, channels: channels, taps: taps, x.floats, w.floats,
            bias: bias.floats, into: y.base,
            scratch: scratch.floats($0.depthwiseScratch(frames: frames, taps: taps)))
        }),
      KernelEntry(
        "depthwiseBackwardInput", shape, work, output: y, tolerance: roundings(taps),
        twin: {
          let (dy, w) = (dy.doubles, w.doubles)
          var dx = [Double](repeating: 0, count: count)
          Twins.eachTap(frames, channels, taps) { dx[$2] += w[$1] * dy[$0] }
          return dx
        },
        run: {
          $0.depthwiseBackwardInput(
            frames: frames, channels: channels, taps: taps, dy.floats, w.floats, into: y.base,
            scratch: scratch.floats($0.depthwiseScratch(frames: frames, taps: taps)))
        }),
      KernelEntry(
        "depthwiseBackwardWeights", shape, work, output: gradient, start: 0.25,
        tolerance: roundings(frames),
        twin: {
          let (x, dy) = (x.doubles, Array(dy.doubles.prefix(count)))
          var dw = [Double](repeating: 0.25, count: taps * channels)
          Twins.eachTap(frames, channels, taps) { dw[$1] += x[$2] * dy[$0] }
          return dw + Twins.columnSums(dy, channels).map { $0 + 0.25 }
        },
        run: {
          $0.depthwiseBackwardWeights(
            frames: frames, channels: channels, taps: taps, x.floats, dy.floats,
            dw: gradient.base, dBias: gradient.base + taps * channels,
            scratch: scratch.floats($0.depthwiseScratch(frames: frames, taps: taps)))
        }),
    ]
  }

  /// Ten seconds over characters, and over the pieces of a larger alphabet.
  static var losses: [KernelEntry] {
    [ctc(frames: 250, symbols: 32, length: 60), ctc(frames: 250, symbols: 1000, length: 40)]
  }

  private static func ctc(frames: Int, symbols: Int, length: Int) -> KernelEntry {
    let count = frames * symbols
    let logits = Buffer(count, in: -4...4)
    let rows = Buffer(count)
    for (i, row) in Twins.eachRow(logits.doubles, symbols, Twins.logSoftmax).enumerated() {
      rows.base[i] = Float(row)
    }
    // Every fifth label repeats the one before it.
    let labels = (0..<length).map { 1 + ($0 - ($0 % 5 == 4 ? 1 : 0)) * 7 % (symbols - 1) }
    let codes = UnsafeMutablePointer<Int32>.allocate(capacity: length)
    for (i, label) in labels.enumerated() { codes[i] = Int32(label) }
    // The loss, then the gradient.
    let output = Buffer(1 + count)
    let scratch = Scratch()
    return KernelEntry(
      "ctc", "\(frames)x\(symbols), \(length)", .floats(2 * count), output: output,
      // Six roundings a frame in each of the two sums that an occupancy is made of.
      tolerance: 12 * Double(frames) * 0x1p-24,
      twin: { Twins.ctc(rows.doubles, symbols, labels) },
      run: {
        output.base[0] = $0.ctc(
          frames: frames, symbols: symbols, length: length, rows.floats, labels: codes,
          gradient: output.base + 1,
          scratch: scratch.floats($0.ctcScratch(frames: frames, length: length)))
      })
  }
}
