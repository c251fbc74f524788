import KernelInterface
import Kernels

/// What one run of a kernel does.
enum Work {
  case flops(Int)
  /// Read and written, each float counted once however often the kernel comes back to it.
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

/// One kernel at one shape.
struct KernelEntry {
  let name: String
  let shape: String
  /// None for the kernel that others are measured against.
  let work: Work?
  /// The largest error of a result, in units of the error allowed.
  let check: (any KernelSet.Type) -> Double
  let run: (any KernelSet.Type) -> Void

  /// A kernel whose check is its own.
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
  ///   - output: what the kernel writes, and nothing else of its arguments.
  ///   - start: what stands in `output` before a run that is checked.
  ///   - tolerance: of a result, relative to 1 or its own size, whichever is larger.
  ///   - twin: what the result should be; found once.
  init(
    _ name: String, _ shape: String, _ work: Work, output: Buffer, start: Float = .nan,
    tolerance: Double, twin: @escaping () -> [Double],
    run: @escaping (any KernelSet.Type) -> Void
  ) {
    let expected = Once(twin)
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

/// A value that is found when it is first asked for.
private final class Once<Value> {
  private let find: () -> Value
  private(set) lazy var value = find()

  init(_ find: @escaping () -> Value) { self.find = find }
}

/// NaN if a result is one.
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

/// The error of a sum of `terms` products of numbers up to 1: each step rounds by at most
/// 2⁻²⁴ of a partial sum, which is at most √terms in size unless the terms agree, and the
/// roundings go either way; eight times that is never reached by chance.
func roundings(_ terms: Int) -> Double { 8 * Double(terms) * 0x1p-24 }
