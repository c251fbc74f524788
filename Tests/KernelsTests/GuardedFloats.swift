import KernelInterface
import Testing

/// Floats between two margins of NaN. Results that depend on a margin are NaN, and writing to a
/// margin makes `isIntact` false.
final class GuardedFloats {
  private static let margin = 80
  /// A NaN that no arithmetic operation generates.
  private static let guardBits: UInt32 = 0x7fc5_a5a5
  private let memory: UnsafeMutableBufferPointer<Float>
  let count: Int

  init(_ values: [Float]) {
    count = values.count
    memory = .allocate(capacity: count + 2 * Self.margin)
    memory.initialize(repeating: Float(bitPattern: Self.guardBits))
    for (i, value) in values.enumerated() { memory[Self.margin + i] = value }
  }

  /// Creates uninitialised floats, which are NaN.
  convenience init(unset count: Int) {
    self.init([Float](repeating: Float(bitPattern: Self.guardBits), count: count))
  }

  deinit { memory.deallocate() }

  var start: MutableFloats { memory.baseAddress! + Self.margin }
  var readOnly: Floats { Floats(start) }
  var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
  var doubles: [Double] { values.map(Double.init) }

  /// Whether the margins are unchanged.
  var isIntact: Bool {
    (memory.prefix(Self.margin) + memory.suffix(Self.margin)).allSatisfy {
      $0.bitPattern == Self.guardBits
    }
  }
}
