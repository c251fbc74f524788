import Files
import Foundation
import Randomness
import TestSupport
import Testing

@Suite struct OutputFileTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func mode(of name: String) throws -> mode_t {
    var status = stat()
    try #require(lstat(directory(name), &status) == 0)
    return status.st_mode & 0o777
  }

  @Test func `pieces of any size are written completely`() throws {
    var random = Seed(short: 2).stream("pieces")
    var expected: [UInt8] = []
    let file = try OutputFile(directory("pieces"))
    for _ in 0..<300 {
      let length = random.below(3) == 0 ? random.below(20_000) : random.below(20)
      let piece = (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      try file.write(piece)
      expected += piece
    }
    try file.write("the énd")
    try file.close()
    #expect(try directory.read("pieces") == expected + Array("the énd".utf8))
  }

  @Test func `a compressed file is gzip with the written bytes`() throws {
    let text = (0..<50_000).map { "line \($0)\n" }.joined()
    let file = try OutputFile(directory("lines.gz"), compressed: true)
    try file.write(text)
    try file.close()
    let bytes = try directory.read("lines.gz")
    #expect(bytes.starts(with: [0x1f, 0x8b]))
    #expect(bytes.count < text.utf8.count / 2)
    #expect(try readLines(of: directory("lines.gz")) == naiveLines(of: Array(text.utf8)))
  }

  @Test func `an empty compressed file is a gzip file without a line`() throws {
    try OutputFile(directory("empty.gz"), compressed: true).close()
    #expect(try directory.read("empty.gz").starts(with: [0x1f, 0x8b]))
    #expect(try readLines(of: directory("empty.gz")) == [])
  }

  @Test func `existing files and dangling links are not overwritten`() throws {
    try directory.write("old", "old")
    symlink(directory("nowhere"), directory("link"))
    for name in ["old", "link"] {
      let problem = #expect(throws: Problem.self) { try OutputFile(directory(name)) }
      #expect(problem?.kind == .cannotWrite)
      #expect(problem?.file == directory(name))
    }
    #expect(try directory.read("old") == Array("old".utf8))
    #expect(!directory.exists("nowhere"))
  }

  @Test func `a secret is readable by its owner only`() throws {
    try OutputFile(directory("secret"), mode: 0o600).close()
    #expect(try mode(of: "secret") == 0o600)
    try writeFile(directory("whole"), [1, 2, 3], mode: 0o600)
    #expect(try mode(of: "whole") == 0o600)
    try OutputFile(directory("open"), mode: 0o640).close()
    #expect(try mode(of: "open") & 0o600 == 0o600)
    #expect(try mode(of: "open") & 0o007 == 0)
  }

  @Test func `a file in a missing directory cannot be written`() throws {
    try directory.write("file", "")
    for name in ["missing/file", "file/below"] {
      let problem = #expect(throws: Problem.self) { try OutputFile(directory(name)) }
      #expect(problem?.kind == .cannotWrite)
    }
  }

  /// A limit on the size of files simulates a full disk. It applies to the whole process, so each case
  /// runs in its own process.
  @Test func `a disk that fills up is reported while writing`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      try limitFileSize(to: 1 << 16)
      let file = try OutputFile(directory("large"))
      let problem = #expect(throws: Problem.self) {
        try file.write([UInt8](repeating: 7, count: 1 << 20))
      }
      #expect(problem?.kind == .inputOutput)
      #expect(problem?.file == directory("large"))
    }
  }

  @Test func `a disk that fills up is reported by close at the latest`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      try limitFileSize(to: 100)
      for compressed in [false, true] {
        var random = Seed(short: 3).stream("noise")
        let name = compressed ? "large.gz" : "large"
        let file = try OutputFile(directory(name), compressed: compressed)
        // Less than the buffer, so that nothing is written before the file is closed.
        try file.write((0..<1000).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        let problem = #expect(throws: Problem.self) { try file.close() }
        #expect(problem?.kind == .inputOutput)
        #expect(problem?.file == directory(name))
      }
    }
  }

  @Test func `a disk that fills up is reported for compressed files too`() async {
    await #expect(processExitsWith: .success) {
      let directory = try TemporaryDirectory()
      try limitFileSize(to: 1 << 16)
      var random = Seed(short: 3).stream("noise")
      let file = try OutputFile(directory("large.gz"), compressed: true)
      let problem = #expect(throws: Problem.self) {
        try file.write((0..<(1 << 20)).map { _ in UInt8(truncatingIfNeeded: random.next()) })
        try file.close()
      }
      #expect(problem?.kind == .inputOutput)
    }
  }
}

/// Limits the size of files that this process writes. Exceeding it is an error, not a signal.
private func limitFileSize(to bytes: rlim_t) throws {
  signal(SIGXFSZ, SIG_IGN)
  var limit = rlimit(rlim_cur: bytes, rlim_max: bytes)
  guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0 else {
    throw POSIXError(.EPERM)
  }
}
