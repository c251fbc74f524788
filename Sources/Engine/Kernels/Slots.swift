/// Memory in which several threads write at the same time, each its own elements. An array does not
/// allow that, not even at different places.
package final class Slots<Element>: @unchecked Sendable {
  /// All elements, until the next `reset`; to be looked at when no thread writes.
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

  /// `count` elements, all of them `value`. Asks for memory only where there have never been so many.
  package func reset(_ count: Int, to value: Element) {
    precondition(count >= 0, "\(count) slots")
    if count > room.count {
      room.deinitialize()
      room.deallocate()
      room = .allocate(capacity: count)
      room.initialize(repeating: value)
    } else {
      room.update(repeating: value)  // all of it: what others held goes too
    }
    elements = UnsafeMutableBufferPointer(rebasing: room[..<count])
  }
}
