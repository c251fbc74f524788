/// Memory to which several threads may write at the same time, each to its own elements. An array
/// does not allow simultaneous writes, even to different elements.
package final class Slots<Element>: @unchecked Sendable {
  /// All elements, valid until the next `reset`. They may be read when no thread writes.
  package private(set) var elements: UnsafeMutableBufferPointer<Element>
  private var room: UnsafeMutableBufferPointer<Element>

  package init() {
    room = .allocate(capacity: 0)
    elements = room
  }

  deinit {
    room.deinitialize()
    room.deallocate()
  }

  /// Sets the number of elements and all elements to `value`. Memory is allocated only if `count`
  /// exceeds every earlier number.
  package func reset(_ count: Int, to value: Element) {
    precondition(count >= 0, "\(count) slots")
    if count > room.count {
      room.deinitialize()
      room.deallocate()
      room = .allocate(capacity: count)
      room.initialize(repeating: value)
    } else {
      // The whole memory is set, so that references in unused elements are released.
      room.update(repeating: value)
    }
    elements = UnsafeMutableBufferPointer(rebasing: room[..<count])
  }
}
