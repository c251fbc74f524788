import KernelInterface

/// Memory for the activations of one utterance: taken in order, given back all at once.
///
/// What does not fit goes into memory of its own, and the next `reset` makes the arena large enough
/// for all of it: after the longest utterance nothing is allocated any more.
package final class Arena {
  private var buffer: Buffer
  private var used = 0
  private var overflow: [Buffer] = []
  private var overflowed = 0
  /// Floats that were in use at once.
  private var peak = 0

  package init(_ count: Int = 1 << 16) { buffer = Buffer(count) }

  /// Memory with whatever was there before, on a cache line of its own.
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

  /// What was taken in `body` may be taken again after it.
  package func temporarily<Result>(_ body: () -> Result) -> Result {
    let (mark, kept) = (used, overflow.count)
    defer {
      used = mark
      while overflow.count > kept { overflowed -= overflow.removeLast().count }
    }
    return body()
  }

  /// Floats that there is room for after a reset.
  package var room: Int { max(buffer.count, peak) }

  /// - Parameter room: floats that there shall be room for, at least.
  package func reset(room: Int = 0) {
    let wanted = max(room, self.room)
    used = 0
    overflowed = 0
    if wanted > buffer.count {
      // The old memory goes before the new comes.
      overflow = []
      buffer = Buffer(0)
      buffer = Buffer(wanted)
    }
    overflow.removeAll(keepingCapacity: true)
  }
}
