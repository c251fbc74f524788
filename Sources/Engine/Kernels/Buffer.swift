import KernelInterface
import Platform

/// Numeric memory: 64-byte aligned, initialised to 0, and freed with its owner.
package final class Buffer: @unchecked Sendable {
  package let base: MutableFloats
  package let count: Int

  package init(_ count: Int) {
    precondition(count >= 0, "a buffer of \(count) floats")
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Float>.stride, alignment: 64)
    base = raw.bindMemory(to: Float.self, capacity: max(count, 1))
    base.initialize(repeating: 0, count: max(count, 1))
    self.count = count
  }

  deinit { base.deallocate() }

  package func fill(_ value: Float) { base.update(repeating: value, count: count) }
}
