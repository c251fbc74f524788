import KernelInterface
import Kernels

/// The amount of work of one run of a kernel.
enum Work {
  case flops(Int)
  /// The bytes that are read and written. Repeated accesses to a float count once.
  case bytes(Int)

  static func floats(_ count: Int) -> Work { .bytes(4 * count) }

  var amount: Double {
    switch self {
    case .flops(let amount), .bytes(let amount): Double(amount)
    }
  }

  var unit: String {
    switch self {
    case .flops: "GFLOP/s"
    case .bytes: "GB/s"
    }
  }
}

/// A kernel with one shape.
struct KernelEntry {
  let name: String
  let shape: String
  /// The work of a run, or nil for the kernel that measures the peak.
  let work: Work?
  /// Returns the largest error of a result, divided by the allowed error.
  let check: (any KernelSet.Type) -> Double
  let run: (any KernelSet.Type) -> Void

  /// An entry with its own check.
  init(
    name: String, shape: String, work: Work?,
    check: @escaping (any KernelSet.Type) -> Double,
    run: @escaping (any KernelSet.Type) -> Void
  ) {
    self.name = name
    self.shape = shape
    self.work = work
    self.check = check
    self.run = run
  }

  /// - Parameters:
  ///   - output: the only memory that the kernel writes.
  ///   - start: the value of all elements of `output` before a run that is checked.
  ///   - tolerance: the allowed error, relative to the larger of 1 and the result.
  ///   - reference: computes the expected result; called once.
  init(
    _ name: String, _ shape: String, _ work: Work, output: Buffer, start: Float = .nan,
    tolerance: Double, reference: @escaping () -> [Double],
    run: @escaping (any KernelSet.Type) -> Void
  ) {
    let expected = Once(reference)
    self.name = name
    self.shape = shape
    self.work = work
    self.run = run
    check = { kernels in
      output.fill(start)
      run(kernels)
      return worstError(output.doubles, expected.value) / tolerance
    }
  }

  static var all: [KernelEntry] {
    products + elements + rows + convolutions + losses + optimizers
  }
}

/// A value that is computed at the first access.
private final class Once<Value> {
  private let compute: () -> Value
  private(set) lazy var value = compute()

  init(_ compute: @escaping () -> Value) { self.compute = compute }
}

/// Returns the largest relative error, or NaN if a result is NaN.
private func worstError(_ values: [Double], _ expected: [Double]) -> Double {
  precondition(
    values.count == expected.count, "\(values.count) results, \(expected.count) expected")
  var worst = 0.0
  for (value, expected) in zip(values, expected) {
    let error = abs(value - expected) / max(1, abs(expected))
    if error.isNaN { return error }
    worst = max(worst, error)
  }
  return worst
}

/// A bound on the error of a sum of `terms` products of numbers up to 1. Each step rounds by at
/// most 2⁻²⁴ of a partial sum. Partial sums are about √terms for random terms, and rounding errors
/// have random signs; eight times the product of these is practically never exceeded.
func roundings(_ terms: Int) -> Double { 8 * Double(terms) * 0x1p-24 }
