import KernelInterface

/// Memory for the activations of one utterance. It is taken in order and released all at once.
///
/// If the arena is too small, additional buffers are allocated, and the next `reset` enlarges the
/// arena to the required size. After the longest utterance, nothing is allocated.
package final class Arena {
  private var buffer: Buffer
  private var used = 0
  private var overflow: [Buffer] = []
  private var overflowed = 0
  /// The largest number of floats in use at the same time.
  private var peak = 0

  package init(_ count: Int = 1 << 16) { buffer = Buffer(count) }

  /// Returns uninitialised memory that is aligned to a cache line.
  package func take(_ count: Int) -> MutableFloats {
    let rounded = (count + 15) / 16 * 16
    defer { peak = max(peak, used + overflowed) }
    if used + rounded > buffer.count {
      overflow.append(Buffer(rounded))
      overflowed += rounded
      return overflow[overflow.count - 1].base
    }
    defer { used += rounded }
    return buffer.base + used
  }

  package func take(rows: Int, columns: Int) -> Matrix {
    Matrix(take(rows * columns), rows: rows, columns: columns)
  }

  /// Calls `body` and releases the memory that it took.
  package func temporarily<Result>(_ body: () -> Result) -> Result {
    let (mark, kept) = (used, overflow.count)
    defer {
      used = mark
      while overflow.count > kept { overflowed -= overflow.removeLast().count }
    }
    return body()
  }

  /// The number of floats that fit after a reset.
  package var room: Int { max(buffer.count, peak) }

  /// Releases all memory.
  /// - Parameter room: the smallest number of floats that must fit.
  package func reset(room: Int = 0) {
    let wanted = max(room, self.room)
    used = 0
    overflowed = 0
    if wanted > buffer.count {
      // The old memory is released before the new memory is allocated.
      overflow = []
      buffer = Buffer(0)
      buffer = Buffer(wanted)
    }
    overflow.removeAll(keepingCapacity: true)
  }
}
