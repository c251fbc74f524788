import Foundation
import KernelInterface
import Kernels

extension KernelEntry {
  /// What goes element by element, over the activations between two linear layers.
  static var elements: [KernelEntry] {
    let count = 250 * 576
    let rows = 250
    let columns = 144
    let x = Buffer(count, in: -1...1)
    let positive = Buffer(count + 1, in: 0.01...100)
    let pairs = Buffer(rows * 2 * columns, in: -5...5)
    let dy = Buffer(count - 1, in: -1...1)
    let y = Buffer(count)
    let half = Buffer(rows * columns)
    let full = Buffer(rows * 2 * columns)
    let shape = "\(count)"
    let rowShape = "\(rows)x\(columns)"
    // A few roundings of numbers around 1, and a polynomial good to 2⁻²².
    let few = 0x1p-20
    func pair(_ i: Int) -> (Double, Double) {
      let first = i / columns * 2 * columns + i % columns
      return (Double(pairs.base[first]), Double(pairs.base[first + columns]))
    }
    return [
      KernelEntry(
        "addScaled", shape, .floats(3 * count), output: y, start: 0.25, tolerance: few,
        twin: { x.doubles.map { 0.25 + 0.5 * $0 } },
        run: { $0.addScaled(count, 0.5, x.floats, to: y.base) }),
      KernelEntry(
        "scale", shape, .floats(2 * count), output: y, tolerance: few,
        twin: { x.doubles.map { 0.7 * $0 } },
        run: { $0.scale(count, 0.7, x.floats, into: y.base) }),
      sumOfSquares(x),
      KernelEntry(
        "exponential", shape, .floats(2 * count), output: y, tolerance: few,
        twin: { x.doubles.map { exp($0) } },
        run: { $0.exponential(count, x.floats, into: y.base) }),
      KernelEntry(
        "logarithm", shape, .floats(2 * count), output: y, tolerance: few,
        twin: { positive.doubles.prefix(count).map { log(max($0, 1)) } },
        run: { $0.logarithm(count, floor: 1, positive.floats, into: y.base) }),
      KernelEntry(
        "power", rowShape, .floats(3 * half.count), output: half, tolerance: few,
        twin: {
          (0..<half.count).map {
            let (re, im) = pair($0)
            return re * re + im * im
          }
        },
        run: { $0.power(rows: rows, columns: columns, pairs.floats, into: half.base) }),
      KernelEntry(
        "swish", shape, .floats(2 * count), output: y, tolerance: few,
        twin: { x.doubles.map(Twins.swish) },
        run: { $0.swish(count, x.floats, into: y.base) }),
      KernelEntry(
        "swishBackward", "\(full.count)", .floats(3 * full.count), output: full, start: 0,
        tolerance: few,
        twin: {
          zip(x.doubles, dy.doubles).prefix(full.count).map { Twins.swishSlope($0) * $1 }
        },
        run: { $0.swishBackward(full.count, x.floats, dy.floats, into: full.base) }),
      KernelEntry(
        "glu", rowShape, .floats(3 * half.count), output: half, tolerance: few,
        twin: {
          (0..<half.count).map {
            let (value, gate) = pair($0)
            return value * Twins.sigmoid(gate)
          }
        },
        run: { $0.glu(rows: rows, columns: columns, pairs.floats, into: half.base) }),
      KernelEntry(
        "gluBackward", rowShape, .floats(5 * half.count), output: full, tolerance: few,
        twin: {
          (0..<full.count).map { i in
            let (row, column) = i.quotientAndRemainder(dividingBy: 2 * columns)
            let (value, gate) = pair(row * columns + column % columns)
            let d = Double(dy.base[row * columns + column % columns])
            let s = Twins.sigmoid(gate)
            return column < columns ? d * s : d * value * s * (1 - s)
          }
        },
        run: {
          $0.gluBackward(
            rows: rows, columns: columns, pairs.floats, dy.floats, into: full.base)
        }),
      dropout(x, into: y),
    ]
  }

  private static func sumOfSquares(_ x: Buffer) -> KernelEntry {
    let sum = Buffer(1)
    return KernelEntry(
      "sumOfSquares", "\(x.count)", .floats(x.count), output: sum, tolerance: roundings(1024),
      twin: { [x.doubles.map { $0 * $0 }.reduce(0, +)] },
      run: { sum.base[0] = Float($0.sumOfSquares(x.count, x.floats)) })
  }

  /// Every element is dropped or scaled, as many as asked for, by every kernel set the same.
  private static func dropout(_ x: Buffer, into y: Buffer) -> KernelEntry {
    let run = { (kernels: any KernelSet.Type) in
      kernels.dropout(
        x.count, key: 42, threshold: 1 << 30, scale: 4 / 3, x.floats, into: y.base)
    }
    var firstKept: [Bool]?
    return KernelEntry(
      name: "dropout", shape: "\(x.count)", work: .floats(2 * x.count),
      check: { kernels in
        y.fill(.nan)
        run(kernels)
        let kept = (0..<x.count).map { y.base[$0] != 0 }
        let isScaled = (0..<x.count).allSatisfy {
          !kept[$0] || abs(y.base[$0] - x.base[$0] * (4 / 3)) <= 0x1p-22
        }
        if firstKept == nil { firstKept = kept }
        // A quarter drops out, with a standard deviation of √(n·3/16).
        let count = Double(x.count)
        let deviation = abs(Double(kept.count { !$0 }) - count / 4) / (count * 3 / 16).squareRoot()
        return isScaled && firstKept == kept ? deviation / 5 : .infinity
      }, run: run)
  }
}
