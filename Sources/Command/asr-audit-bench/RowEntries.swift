import KernelInterface
import Kernels

extension KernelEntry {
  /// The row-wise kernels, for 250 frames of a model with d_model 144 and the scores of one head.
  static var rows: [KernelEntry] {
    let rows = 250
    let columns = 144
    let count = rows * columns
    let x = Buffer(count, in: -1...1)
    let dy = Buffer(count + 1, in: -1...1)
    let gain = Buffer(columns, in: 0.5...1.5)
    let bias = Buffer(columns + 1, in: -1...1)
    let y = Buffer(count)
    let sums = Buffer(columns)
    let shape = "\(rows)x\(columns)"
    return [
      KernelEntry(
        "addRow", shape, .floats(2 * count), output: y, tolerance: 0x1p-22,
        reference: { x.doubles.enumerated().map { $1 + Double(bias.base[$0 % columns]) } },
        run: {
          $0.addRow(
            rows: rows, columns: columns, x.floats, row: columns, bias.floats, into: y.base,
            row: columns)
        }),
      KernelEntry(
        "addColumnSums", shape, .floats(count), output: sums, start: 0.25,
        tolerance: roundings(rows),
        reference: { Reference.columnSums(x.doubles, columns).map { $0 + 0.25 } },
        run: {
          $0.addColumnSums(
            rows: rows, columns: columns, x.floats, row: columns, to: sums.base)
        }),
      layerNorm(rows, columns, x, gain, bias),
      layerNormBackward(rows, columns, x, gain, dy),
    ] + scores
  }

  private static func layerNorm(
    _ rows: Int, _ columns: Int, _ x: Buffer, _ gain: Buffer, _ bias: Buffer
  ) -> KernelEntry {
    // y, means and rstds.
    let output = Buffer(rows * columns + 2 * rows)
    let means = output.base + rows * columns
    return KernelEntry(
      "layerNorm", "\(rows)x\(columns)", .floats(2 * rows * columns), output: output,
      tolerance: roundings(columns),
      reference: {
        let gain = gain.doubles
        let bias = bias.doubles
        let normals = stride(from: 0, to: x.count, by: columns).map {
          Reference.normal(Array(x.doubles[$0..<$0 + columns]))
        }
        return normals.flatMap { row in
          (0..<columns).map { row.values[$0] * gain[$0] + bias[$0] }
        } + normals.map(\.mean) + normals.map(\.rstd)
      },
      run: {
        $0.layerNorm(
          rows: rows, columns: columns, x.floats, gain: gain.floats, bias: bias.floats,
          into: output.base, means: means, rstds: means + rows)
      })
  }

  private static func layerNormBackward(
    _ rows: Int, _ columns: Int, _ x: Buffer, _ gain: Buffer, _ dy: Buffer
  ) -> KernelEntry {
    let statistics = Buffer(2 * rows)
    // dx, dGain and dBias.
    let output = Buffer(rows * columns + 2 * columns)
    let dGain = output.base + rows * columns
    for r in 0..<rows {
      let (_, mean, rstd) = Reference.normal((0..<columns).map { Double(x.base[r * columns + $0]) })
      statistics.base[r] = Float(mean)
      statistics.base[rows + r] = Float(rstd)
    }
    return KernelEntry(
      "layerNormBackward", "\(rows)x\(columns)", .floats(3 * rows * columns), output: output,
      start: 0, tolerance: roundings(rows),
      reference: {
        Reference.layerNormBackward(
          x.doubles, columns, gain: gain.doubles, Array(dy.doubles.prefix(x.count)))
      },
      run: {
        $0.layerNormBackward(
          rows: rows, columns: columns, x.floats, gain: gain.floats, means: statistics.floats,
          rstds: statistics.floats + rows, dy.floats, into: output.base, adds: false,
          dGain: dGain, dBias: dGain + columns)
      })
  }

  /// Softmax and its variants for 250 by 250 scores.
  private static var scores: [KernelEntry] {
    let side = 250
    let count = side * side
    let a = Buffer(count, in: -4...4)
    // Row i of the relative positions starts one element before row i-1.
    let positions = Buffer(2 * side * side, in: -4...4)
    let stride = 2 * side - 2
    let y = Buffer(count)
    let dy = Buffer(count + 1, in: -1...1)
    let probabilities = Buffer(count)
    for (i, value) in Reference.eachRow(a.doubles, side, Reference.softmax).enumerated() {
      probabilities.base[i] = Float(value)
    }
    // The results are at most 1 and their sum has 250 terms. Scores of up to 3 are rounded before
    // the exponential.
    let tolerance = 0x1p-20
    return [
      KernelEntry(
        "softmax", "\(side)x\(side)", .floats(3 * count), output: y, tolerance: tolerance,
        reference: {
          let b = positions.doubles
          let sums = a.doubles.enumerated().map { i, value in
            0.4 * (value + b[i / side * stride + i % side])
          }
          return Reference.eachRow(sums, side, Reference.softmax)
        },
        run: {
          $0.softmax(
            rows: side, columns: side, a.floats, row: side, positions.floats, row: stride,
            scale: 0.4, into: y.base, row: side)
        }),
      KernelEntry(
        "softmaxBackward", "\(side)x\(side)", .floats(3 * count), output: y,
        tolerance: tolerance,
        reference: {
          let y = probabilities.doubles
          let dy = dy.doubles
          return Swift.stride(from: 0, to: count, by: side).flatMap { r in
            let inner = (r..<r + side).map { y[$0] * dy[$0] }.reduce(0, +)
            return (r..<r + side).map { 0.4 * y[$0] * (dy[$0] - inner) }
          }
        },
        run: {
          $0.softmaxBackward(
            rows: side, columns: side, probabilities.floats, row: side, dy.floats, row: side,
            scale: 0.4, into: y.base, row: side)
        }),
      KernelEntry(
        "logSoftmax", "\(side)x\(side)", .floats(2 * count), output: y, tolerance: tolerance,
        reference: { Reference.eachRow(a.doubles, side, Reference.logSoftmax) },
        run: { $0.logSoftmax(rows: side, columns: side, a.floats, into: y.base) }),
    ]
  }
}
