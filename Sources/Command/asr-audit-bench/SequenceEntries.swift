import KernelInterface
import Kernels

extension KernelEntry {
  /// The depthwise convolution with two common kernel sizes.
  static var convolutions: [KernelEntry] {
    [15, 31].flatMap { depthwise(frames: 250, channels: 144, kernelSize: $0) }
  }

  private static func depthwise(frames: Int, channels: Int, kernelSize: Int) -> [KernelEntry] {
    let count = frames * channels
    let x = Buffer(count, in: -1...1)
    let dy = Buffer(count + 1, in: -1...1)
    let w = Buffer(kernelSize * channels, in: -1...1)
    let bias = Buffer(channels, in: -1...1)
    let y = Buffer(count)
    // dw and dBias.
    let gradient = Buffer((kernelSize + 1) * channels)
    let scratch = Scratch()
    let shape = "\(frames)x\(channels)x\(kernelSize)"
    let work = Work.flops(2 * count * kernelSize)
    return [
      KernelEntry(
        "depthwise", shape, work, output: y, tolerance: roundings(kernelSize + 1),
        reference: {
          let (x, w, bias) = (x.doubles, w.doubles, bias.doubles)
          var y = (0..<count).map { bias[$0 % channels] }
          Reference.eachProduct(frames, channels, kernelSize) { y[$0] += w[$1] * x[$2] }
          return y
        },
        run: {
          $0.depthwise(
            frames: frames, channels: channels, kernelSize: kernelSize, x.floats, w.floats,
            bias: bias.floats, into: y.base,
            scratch: scratch.floats($0.depthwiseScratch(frames: frames, kernelSize: kernelSize)))
        }),
      KernelEntry(
        "depthwiseBackwardInput", shape, work, output: y, tolerance: roundings(kernelSize),
        reference: {
          let (dy, w) = (dy.doubles, w.doubles)
          var dx = [Double](repeating: 0, count: count)
          Reference.eachProduct(frames, channels, kernelSize) { dx[$2] += w[$1] * dy[$0] }
          return dx
        },
        run: {
          $0.depthwiseBackwardInput(
            frames: frames, channels: channels, kernelSize: kernelSize, dy.floats, w.floats,
            into: y.base,
            scratch: scratch.floats($0.depthwiseScratch(frames: frames, kernelSize: kernelSize)))
        }),
      KernelEntry(
        "depthwiseBackwardWeights", shape, work, output: gradient, start: 0.25,
        tolerance: roundings(frames),
        reference: {
          let (x, dy) = (x.doubles, Array(dy.doubles.prefix(count)))
          var dw = [Double](repeating: 0.25, count: kernelSize * channels)
          Reference.eachProduct(frames, channels, kernelSize) { dw[$1] += x[$2] * dy[$0] }
          return dw + Reference.columnSums(dy, channels).map { $0 + 0.25 }
        },
        run: {
          $0.depthwiseBackwardWeights(
            frames: frames, channels: channels, kernelSize: kernelSize, x.floats, dy.floats,
            dw: gradient.base, dBias: gradient.base + kernelSize * channels,
            scratch: scratch.floats($0.depthwiseScratch(frames: frames, kernelSize: kernelSize)))
        }),
    ]
  }

  /// The CTC loss of ten seconds with characters and with pieces as symbols.
  static var losses: [KernelEntry] {
    [ctc(frames: 250, symbols: 32, length: 60), ctc(frames: 250, symbols: 1000, length: 40)]
  }

  private static func ctc(frames: Int, symbols: Int, length: Int) -> KernelEntry {
    let count = frames * symbols
    let logits = Buffer(count, in: -4...4)
    let rows = Buffer(count)
    for (i, row) in Reference.eachRow(logits.doubles, symbols, Reference.logSoftmax).enumerated() {
      rows.base[i] = Float(row)
    }
    // Every fifth label repeats the previous one.
    let labels = (0..<length).map { 1 + ($0 - ($0 % 5 == 4 ? 1 : 0)) * 7 % (symbols - 1) }
    let codes = UnsafeMutablePointer<Int32>.allocate(capacity: length)
    for (i, label) in labels.enumerated() { codes[i] = Int32(label) }
    // The loss, then the gradient.
    let output = Buffer(1 + count)
    let scratch = Scratch()
    return KernelEntry(
      "ctc", "\(frames)x\(symbols), \(length)", .floats(2 * count), output: output,
      // Six roundings per frame in each of the two sums of an occupancy.
      tolerance: 12 * Double(frames) * 0x1p-24,
      reference: { Reference.ctc(rows.doubles, symbols, labels) },
      run: {
        output.base[0] = $0.ctc(
          frames: frames, symbols: symbols, length: length, rows.floats, labels: codes,
          gradient: output.base + 1,
          scratch: scratch.floats($0.ctcScratch(frames: frames, length: length)))
      })
  }
}
