import KernelInterface
import Testing

/// Floats between two margins of NaN. Whatever is computed from a margin is NaN too, and a margin
/// that has been written to is seen.
final class GuardedFloats {
  private static let margin = 80
  /// No arithmetic makes this NaN.
  private static let guardBits: UInt32 = 0x7fc5_a5a5
  private let memory: UnsafeMutableBufferPointer<Float>
  let count: Int

  init(_ values: [Float]) {
    count = values.count
    memory = .allocate(capacity: count + 2 * Self.margin)
    memory.initialize(repeating: Float(bitPattern: Self.guardBits))
    for (i, value) in values.enumerated() { memory[Self.margin + i] = value }
  }

  /// Floats that nothing is known of: NaN.
  convenience init(unset count: Int) {
    self.init([Float](repeating: Float(bitPattern: Self.guardBits), count: count))
  }

  deinit { memory.deallocate() }

  var start: MutableFloats { memory.baseAddress! + Self.margin }
  var readOnly: Floats { Floats(start) }
  var values: [Float] { Array(UnsafeBufferPointer(start: start, count: count)) }
  var doubles: [Double] { values.map(Double.init) }

  /// Whether the margins are as they were made.
  var isIntact: Bool {
    (memory.prefix(Self.margin) + memory.suffix(Self.margin)).allSatisfy {
      $0.bitPattern == Self.guardBits
    }
  }
}
