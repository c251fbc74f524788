import Files
import Foundation
import Randomness
import TestSupport
import Testing

@Suite struct LineReaderTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func lines(_ text: String) throws -> [PlainLine] {
    try readLines(of: directory.write("text", text))
  }

  @Test func `an empty file has no line`() throws {
    #expect(try lines("") == [])
  }

  @Test func `a last line without a line feed is marked`() throws {
    #expect(
      try lines("one\ntwo") == [
        PlainLine(bytes: Array("one".utf8), number: 1, isTerminated: true),
        PlainLine(bytes: Array("two".utf8), number: 2, isTerminated: false),
      ])
  }

  @Test func `a line feed at the end starts no further line`() throws {
    #expect(try lines("one\n").map(\.number) == [1])
  }

  @Test func `blank lines count and carriage returns are kept`() throws {
    let found = try lines("\n\r\na\r\n\n")
    #expect(found.map { String(decoding: $0.bytes, as: UTF8.self) } == ["", "\r", "a\r", ""])
    #expect(found.map(\.number) == [1, 2, 3, 4])
    #expect(found.map(\.isTerminated) == [true, true, true, true])
  }

  @Test func `a zero byte does not end a line`() throws {
    #expect(try lines("a\0b\nc\0\n").map(\.bytes) == [[97, 0, 98], [99, 0]])
  }

  @Test func `after the last line next always returns nil`() throws {
    let reader = try LineReader(directory.write("text", "one"))
    #expect(try reader.next() != nil)
    #expect(try reader.next() == nil)
    #expect(try reader.next() == nil)
  }

  /// The buffer has 262,144 bytes at first and doubles.
  @Test(arguments: [1 << 18, 1 << 19])
  func `lines around the end of the buffer equal the reference implementation`(
    size: Int
  ) throws {
    for length in (size - 2)...(size + 2) {
      for feeds in [[], [length - 1], [0, length - 2], [size / 2, size - 1], [length / 3]] {
        var bytes = (0..<length).map { UInt8(97 + $0 % 26) }
        for feed in feeds where feed < length { bytes[feed] = 10 }
        let found = try readLines(of: directory.write("text", bytes))
        #expect(found == naiveLines(of: bytes), "length \(length), line feeds at \(feeds)")
      }
    }
  }

  @Test(arguments: [false, true])
  func `random content equals the reference implementation`(compressed: Bool) throws {
    var random = Seed(short: 1).stream("lines")
    for round in 0..<12 {
      // From a line feed in every other byte to one in sixty thousand.
      let sparsity = 2 << (round + 3)
      let bytes = (0..<700_000).map { _ in
        random.below(sparsity) == 0 ? UInt8(10) : UInt8(truncatingIfNeeded: random.next() & 0x7F)
      }
      let path = directory("round-\(round)")
      let file = try OutputFile(path, compressed: compressed)
      try file.write(bytes)
      try file.close()
      #expect(try LineReader(path).isCompressed == compressed)
      #expect(try readLines(of: path) == naiveLines(of: bytes), "sparsity \(sparsity)")
    }
  }

  @Test func `a retained line is not changed by further reading`() throws {
    let first = String(repeating: "a", count: 1000)
    let rest = String(repeating: "b", count: 1 << 20)
    let reader = try LineReader(directory.write("text", "\(first)\n\(rest)\n"))
    let kept = try #require(try reader.next())
    _ = try reader.next()
    #expect(kept.bytes.text == first)
  }

  @Test func `a line beyond 64 MiB is refused`() throws {
    let path = try directory.write("binary", "first\n")
    #expect(truncate(path, (1 << 26) + 100) == 0)
    let problem = #expect(throws: Problem.self) { try readLines(of: path) }
    #expect(problem?.kind == .badData)
    #expect(problem?.line == 2)
    #expect(problem?.file == path)
  }

  @Test func `a missing file and a directory are missing inputs`() throws {
    let missing = #expect(throws: Problem.self) { try LineReader(directory("none")) }
    #expect(missing?.kind == .missingInput)
    #expect(missing?.file == directory("none"))
    let folder = #expect(throws: Problem.self) { try LineReader(directory.path) }
    #expect(folder?.kind == .missingInput)
    #expect(folder?.message.contains("directory") == true)
  }
}
