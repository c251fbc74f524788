import Concurrency
import Synchronization
import Testing

@Suite struct ConcurrentMapTests {
  private struct Failure: Error, Hashable {
    let index: Int
  }

  @Test(arguments: [0, 1, 2, 1_000])
  func `results are in the order of the indices`(count: Int) {
    #expect(concurrentMap(count: count) { $0 * $0 } == (0..<count).map { $0 * $0 })
  }

  @Test func `of several errors the one with the lowest index is thrown`() {
    for _ in 0..<20 {
      #expect(throws: Failure(index: 7)) {
        try concurrentMap(count: 500) { index throws(Failure) -> Int in
          if index % 10 == 7 { throw Failure(index: index) }
          return index
        }
      }
    }
  }

  @Test(arguments: [0, 1, 511, 512, 513, 2_000])
  func `chunks give the elements in order`(count: Int) {
    #expect(concurrentChunks(of: count) { $0.map { 3 * $0 } } == (0..<count).map { 3 * $0 })
    #expect(concurrentChunks(of: count, size: 7) { $0.map { $0 } } == Array(0..<count))
  }

  @Test func `progress counts every finished index once`() {
    let seen = Mutex<[Int]>([])
    let note: @Sendable (Int) -> Void = { done in seen.withLock { $0.append(done) } }
    _ = concurrentMap(count: 300, progress: note) { $0 }
    #expect(seen.withLock { $0 } == Array(1...300))
  }
}
