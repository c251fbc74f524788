import KernelInterface
import Kernels
import Platform
import Randomness
import Testing

/// Sizes around multiples of every vector length.
let awkwardSizes = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 64, 100, 255, 257]

/// The unit roundoff of single precision: the largest relative error of one operation.
let u = 0x1p-24

/// The instruction sets that this processor supports. The first access prints the others.
let instructionSets: [ISA] = {
  let missing = ISA.allCases.filter { !ISA.available.contains($0) }
  if !missing.isEmpty {
    print("not tested because this processor does not support them: \(missing.map(\.rawValue))")
  }
  return ISA.available
}()

/// The alignment of an array.
enum Placement: CaseIterable {
  case aligned, oneBehind, threeBehind
  /// The array ends at a page boundary, and the next page must not be accessed.
  case endOfPage

  var offset: Int {
    switch self {
    case .aligned, .endOfPage: 0
    case .oneBehind: 1
    case .threeBehind: 3
    }
  }
}

/// Floats with NaN on both sides. Reading out of bounds gives a wrong result, and writing out of
/// bounds makes `isIntact` false.
final class PaddedFloats {
  private let pages: UnsafeMutableRawPointer
  private let bytes: Int
  private let writable: UnsafeMutableBufferPointer<Float>
  private let start: Int
  let count: Int

  private static let page = 4_096
  private static let padding = Float(bitPattern: 0x7fc0_beef)

  init(_ values: [Float], _ placement: Placement = .aligned) {
    count = values.count
    let floatsPerPage = Self.page / 4
    let dataPages = (count + 160) / floatsPerPage + 1
    bytes = (dataPages + 1) * Self.page
    pages = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
    precondition(pages != MAP_FAILED && mprotect(pages + dataPages * Self.page, 1, PROT_NONE) == 0)
    writable = UnsafeMutableBufferPointer(
      start: pages.assumingMemoryBound(to: Float.self), count: dataPages * floatsPerPage)
    start = placement == .endOfPage ? writable.count - count : 64 + placement.offset
    writable.initialize(repeating: Self.padding)
    for (i, value) in values.enumerated() { writable[start + i] = value }
  }

  deinit { munmap(pages, bytes) }

  /// The address of the first value.
  var p: UnsafeMutablePointer<Float> { writable.baseAddress! + start }
  var values: [Float] { (0..<count).map { p[$0] } }

  /// Whether the padding is untouched.
  var isIntact: Bool {
    writable.indices.allSatisfy {
      ($0 >= start && $0 < start + count)
        || writable[$0].bitPattern == Self.padding.bitPattern
    }
  }
}

/// A hundred thousand random numbers, uniform in -1..<1.
private let noise: [Float] = {
  var stream = Seed(short: 7).stream("kernel tests")
  return (0..<100_000).map { _ in Float(stream.next() >> 40) * 0x1p-23 - 1 }
}()

/// Returns `count` numbers, uniform in -range..<range, which depend on `salt`.
func numbers(_ count: Int, _ salt: Int, range: Float = 3) -> [Float] {
  (0..<count).map { noise[($0 + salt * 7_919) % noise.count] * range }
}

/// Calls `body` with every instruction set, size and placement.
func everyCase(
  sizes: [Int] = awkwardSizes, _ body: (any KernelSet.Type, Int, Placement) -> Void
) {
  for set in instructionSets {
    for size in sizes {
      for placement in Placement.allCases { body(set.kernels, size, placement) }
    }
  }
}

/// Expects the padding of all arrays to be unchanged.
func expectIntact(_ arrays: PaddedFloats..., at location: SourceLocation = #_sourceLocation) {
  #expect(arrays.allSatisfy { $0.isIntact }, sourceLocation: location)
}

/// Expects each number to be within its tolerance of the reference.
func expectClose(
  _ found: [Float], _ expected: [Double], within tolerance: (Int) -> Double,
  _ comment: String = "", at location: SourceLocation = #_sourceLocation
) {
  #expect(found.count == expected.count, sourceLocation: location)
  for i in 0..<found.count where !(abs(Double(found[i]) - expected[i]) <= tolerance(i)) {
    Issue.record(
      "\(comment)[\(i)] of \(found.count): \(found[i]), not \(expected[i]) ± \(tolerance(i))",
      sourceLocation: location)
    return
  }
}
