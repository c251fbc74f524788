/// The tokens of an utterance, in memory with a fixed address.
package final class Targets: @unchecked Sendable {
  package let base: UnsafePointer<Int32>
  package let count: Int

  package init(_ ids: [Int32]) {
    let memory = UnsafeMutablePointer<Int32>.allocate(capacity: max(ids.count, 1))
    memory.initialize(from: ids, count: ids.count)
    base = UnsafePointer(memory)
    count = ids.count
  }

  deinit { base.deallocate() }
}
