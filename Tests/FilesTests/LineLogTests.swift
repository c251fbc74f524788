import Dispatch
import Files
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct LineLogTests {
  let directory: TemporaryDirectory
  init() throws { directory = try TemporaryDirectory() }

  @Test func `lines are appended and read back`() throws {
    let path = directory("log")
    do { try LineLog(path).append(Array("one".utf8)) }
    let log = try LineLog(path)
    #expect(try log.content() == Array("one\n".utf8))
    try log.append(Array("two".utf8))
    #expect(try log.content() == Array("one\ntwo\n".utf8))
  }

  @Test func `writers at the same time see one another's lines`() throws {
    let path = directory("log")
    let counts = Mutex<[Int]>([])
    DispatchQueue.concurrentPerform(iterations: 40) { number in
      guard let log = try? LineLog(path), let content = try? log.content() else { return }
      let before = content.count { $0 == 0x0A }
      usleep(1_000)
      guard (try? log.append(Array(repeating: UInt8(ascii: "a"), count: number + 1))) != nil
      else { return }
      counts.withLock { $0.append(before) }
    }
    #expect(counts.withLock { $0.sorted() } == Array(0..<40))
    let lines = String(decoding: try directory.read("log"), as: UTF8.self).split(separator: "\n")
    #expect(Set(lines.map(\.count)) == Set(1...40))
    #expect(lines.allSatisfy { $0.allSatisfy { $0 == "a" } })
  }

  @Test func `a pipe and a directory are refused`() throws {
    #expect(mkfifo(directory("pipe"), 0o600) == 0)
    #expect(throws: Problem.self) { try LineLog(directory("pipe")).content() }
    #expect(throws: Problem.self) { try LineLog(directory.path) }
    #expect(throws: Problem.self) { try LineLog(directory("no/such/log")) }
  }
}
