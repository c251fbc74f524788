import Kernels
import Testing

@Suite struct ArenaTests {
  @Test func `memory that did not fit fits after a reset`() {
    let arena = Arena(64)
    #expect(arena.room == 64)
    for _ in 0..<3 { _ = arena.take(40) }  // rounded up to 48 each, whole cache lines
    #expect(arena.room == 48 * 3)
    arena.reset()
    let first = arena.take(48)
    #expect(arena.take(48) == first + 48 && arena.take(48) == first + 96)
    #expect(arena.room == 144)
  }

  @Test func `a reset provides the requested room`() {
    let arena = Arena(16)
    arena.reset(room: 100)
    #expect(arena.room == 100)
    let first = arena.take(16)
    #expect(arena.take(80) == first + 16)
    #expect(arena.room == 100)
    arena.reset(room: 10)
    #expect(arena.room == 100 && arena.take(1) == first)
  }

  @Test func `memory taken temporarily is reused`() {
    let arena = Arena(64)
    _ = arena.take(16)
    let inner = arena.temporarily { arena.take(16) }
    #expect(arena.take(16) == inner)
  }
}
