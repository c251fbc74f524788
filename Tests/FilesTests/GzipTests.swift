import Files
import TestSupport
import Testing

/// Compressed input that Python's `gzip` wrote.
@Suite struct GzipTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// `one\ntwo\n`
  private let first: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0xcb, 0xcf, 0x4b, 0xe5, 0x2a,
    0x29, 0xcf, 0xe7, 0x02, 0x00, 0xe6, 0x0b, 0xba, 0x12, 0x08, 0x00, 0x00, 0x00,
  ]
  /// `three\nfour`
  private let second: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x2b, 0xc9, 0x28, 0x4a, 0x4d,
    0xe5, 0x4a, 0xcb, 0x2f, 0x2d, 0x02, 0x00, 0xae, 0xa4, 0x64, 0x6f, 0x0a, 0x00, 0x00, 0x00,
  ]

  private func texts(_ bytes: [UInt8]) throws -> [String] {
    try readLines(of: directory.write("lines.gz", bytes))
      .map { String(decoding: $0.bytes, as: UTF8.self) }
  }

  @Test func `a gzip file is recognised by its content, not by its name`() throws {
    let path = try directory.write("lines.txt", first)
    #expect(try LineReader(path).isCompressed)
    #expect(try readLines(of: path).map(\.bytes) == [Array("one".utf8), Array("two".utf8)])
    let plain = try directory.write("plain.gz", "one\n")
    #expect(try !LineReader(plain).isCompressed)
    #expect(try readLines(of: plain).map(\.bytes) == [Array("one".utf8)])
  }

  @Test func `several gzip members are one text`() throws {
    #expect(try texts(first + second) == ["one", "two", "three", "four"])
    #expect(try texts(second + first) == ["three", "fourone", "two"])
  }

  @Test func `truncated compressed data are bad data`() throws {
    // A single byte 0x1f does not identify gzip.
    for length in 2..<first.count {
      let problem = #expect(throws: Problem.self, "\(length) bytes") {
        try texts(Array(first[..<length]))
      }
      #expect(problem?.kind == .badData, "\(length) bytes")
    }
    for length in 2..<second.count {
      let problem = #expect(throws: Problem.self, "\(length) bytes of the second") {
        try texts(first + second[..<length])
      }
      #expect(problem?.kind == .badData, "\(length) bytes of the second")
    }
  }

  @Test func `a changed byte in data or checksum is bad data`() throws {
    for index in 10..<first.count {
      var bytes = first
      bytes[index] ^= 1
      let problem = #expect(throws: Problem.self, "byte \(index)") { try texts(bytes) }
      #expect(problem?.kind == .badData, "byte \(index)")
    }
  }

  @Test(arguments: ["plain\n", "\0\0plain", "\u{1F}", "\u{1F}\u{8B}", "{\"a\": 1}\n"])
  func `bytes behind the compressed data are bad data`(_ rest: String) throws {
    // U+008B is two bytes in UTF-8, so no case has the start of a gzip member.
    let problem = #expect(throws: Problem.self) { try texts(first + Array(rest.utf8)) }
    #expect(problem?.kind == .badData)
  }

  @Test func `bytes behind the compressed data are named with their position`() throws {
    let problem = #expect(throws: Problem.self) { try texts(first + second + [0, 0x41]) }
    let place = first.count + second.count + 1
    #expect(problem?.message.hasSuffix("follow the compressed data at byte \(place)") == true)
  }

  @Test func `zero bytes may pad compressed data`() throws {
    let zeros = [UInt8](repeating: 0, count: 300_000)
    #expect(try texts(first + zeros) == ["one", "two"])
    #expect(try texts(first + [0, 0, 0] + second + zeros) == ["one", "two", "three", "four"])
  }

  @Test func `a long line is decompressed whole`() throws {
    let path = directory("long.gz")
    let file = try OutputFile(path, compressed: true)
    let long = (0..<700_000).map { UInt8(ascii: "a") + UInt8($0 * $0 % 26) }
    try file.write(long)
    try file.write("\nend")
    try file.close()
    let lines = try readLines(of: path)
    #expect(lines.map(\.bytes) == [long, Array("end".utf8)])
  }

  @Test func `a long truncated file is bad data`() throws {
    let path = directory("long.gz")
    let file = try OutputFile(path, compressed: true)
    for number in 0..<200_000 { try file.write("line \(number)\n") }
    try file.close()
    let whole = try directory.read("long.gz")
    let cut = try directory.write("cut.gz", whole[..<(whole.count / 2)])
    let problem = #expect(throws: Problem.self) { try readLines(of: cut) }
    #expect(problem?.kind == .badData)
    #expect(problem?.message == "the compressed data are incomplete")
  }
}
