import Foundation
import KernelInterface
import Kernels

extension KernelEntry {
  /// The element-wise kernels, for the activations between two linear layers.
  static var elements: [KernelEntry] { unary + gated }

  /// A few roundings of numbers around 1, and a polynomial with an error of 2⁻²².
  private static var elementTolerance: Double { 0x1p-20 }

  private static var unary: [KernelEntry] {
    let count = 250 * 576
    let x = Buffer(count, in: -1...1)
    let positive = Buffer(count + 1, in: 0.01...100)
    let y = Buffer(count)
    func entry(
      _ name: String, reads: Int = 1, start: Float = .nan,
      reference: @escaping () -> [Double], run: @escaping (any KernelSet.Type) -> Void
    ) -> KernelEntry {
      KernelEntry(
        name, "\(count)", .floats((reads + 1) * count), output: y, start: start,
        tolerance: elementTolerance, reference: reference, run: run)
    }
    return [
      entry(
        "addScaled", reads: 2, start: 0.25, reference: { x.doubles.map { 0.25 + 0.5 * $0 } },
        run: { $0.addScaled(count, 0.5, x.floats, to: y.base) }),
      entry(
        "scale", reference: { x.doubles.map { 0.7 * $0 } },
        run: { $0.scale(count, 0.7, x.floats, into: y.base) }),
      sumOfSquares(x),
      entry(
        "exponential", reference: { x.doubles.map { exp($0) } },
        run: { $0.exponential(count, x.floats, into: y.base) }),
      entry(
        "logarithm",
        reference: { positive.doubles.prefix(count).map { log(max($0, 1)) } },
        run: { $0.logarithm(count, floor: 1, positive.floats, into: y.base) }),
      entry(
        "swish", reference: { x.doubles.map(Reference.swish) },
        run: { $0.swish(count, x.floats, into: y.base) }),
      swishBackward(x),
      dropout(x, into: y),
    ]
  }

  private static func swishBackward(_ x: Buffer) -> KernelEntry {
    let count = 250 * 2 * 144
    let dy = Buffer(count, in: -1...1)
    let dx = Buffer(count)
    return KernelEntry(
      "swishBackward", "\(count)", .floats(3 * count), output: dx, start: 0,
      tolerance: elementTolerance,
      reference: {
        zip(x.doubles, dy.doubles).prefix(count).map { Reference.swishSlope($0) * $1 }
      },
      run: { $0.swishBackward(count, x.floats, dy.floats, into: dx.base) })
  }

  /// The kernels whose input rows have two halves.
  private static var gated: [KernelEntry] {
    let (rows, columns) = (250, 144)
    let pairs = Buffer(rows * 2 * columns, in: -5...5)
    let dy = Buffer(rows * columns, in: -1...1)
    let half = Buffer(rows * columns)
    let full = Buffer(rows * 2 * columns)
    let shape = "\(rows)x\(columns)"
    func pair(_ i: Int) -> (Double, Double) {
      let first = i / columns * 2 * columns + i % columns
      return (Double(pairs.base[first]), Double(pairs.base[first + columns]))
    }
    return [
      KernelEntry(
        "power", shape, .floats(3 * half.count), output: half, tolerance: elementTolerance,
        reference: {
          (0..<half.count).map {
            let (re, im) = pair($0)
            return re * re + im * im
          }
        },
        run: { $0.power(rows: rows, columns: columns, pairs.floats, into: half.base) }),
      KernelEntry(
        "glu", shape, .floats(3 * half.count), output: half, tolerance: elementTolerance,
        reference: {
          (0..<half.count).map {
            let (value, gate) = pair($0)
            return value * Reference.sigmoid(gate)
          }
        },
        run: { $0.glu(rows: rows, columns: columns, pairs.floats, into: half.base) }),
      KernelEntry(
        "gluBackward", shape, .floats(5 * half.count), output: full, tolerance: elementTolerance,
        reference: {
          (0..<full.count).map { i in
            let (row, column) = i.quotientAndRemainder(dividingBy: 2 * columns)
            let (value, gate) = pair(row * columns + column % columns)
            let d = Double(dy.base[row * columns + column % columns])
            let s = Reference.sigmoid(gate)
            return column < columns ? d * s : d * value * s * (1 - s)
          }
        },
        run: {
          $0.gluBackward(
            rows: rows, columns: columns, pairs.floats, dy.floats, into: full.base)
        }),
    ]
  }

  private static func sumOfSquares(_ x: Buffer) -> KernelEntry {
    let sum = Buffer(1)
    return KernelEntry(
      "sumOfSquares", "\(x.count)", .floats(x.count), output: sum, tolerance: roundings(1024),
      reference: { [x.doubles.map { $0 * $0 }.reduce(0, +)] },
      run: { sum.base[0] = Float($0.sumOfSquares(x.count, x.floats)) })
  }

  /// Checks that every element is dropped or scaled, that a quarter is dropped, and that every
  /// kernel set drops the same elements.
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
        // The number of dropped elements has a standard deviation of √(n·3/16).
        let count = Double(x.count)
        let deviation = abs(Double(kept.count { !$0 }) - count / 4) / (count * 3 / 16).squareRoot()
        return isScaled && firstKept == kept ? deviation / 5 : .infinity
      }, run: run)
  }
}
