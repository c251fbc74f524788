import Files
import Foundation
import TestSupport
import Testing

@Suite struct TarWriterTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private let contents: [(name: String, content: [UInt8])] = [
    ("u0a-1.txt", Array("some text".utf8)), ("u0a-1.wav", (0..<3_000).map { UInt8($0 % 251) }),
    ("empty.json", []), ("é.wav", [UInt8](repeating: 1, count: 512)),
    (String(repeating: "n", count: 100), [1]),
  ]

  private func write(to name: String) throws -> String {
    let writer = try TarWriter(directory(name))
    for (name, content) in contents { try writer.add(name, content) }
    try writer.close()
    return directory(name)
  }

  @Test func `the reader finds every member`() throws {
    let reader = try TarReader(try write(to: "a.tar"))
    for (name, content) in contents {
      let member = try #require(try reader.next())
      #expect(member.name == name)
      #expect(try reader.content(of: member) == content)
    }
    #expect(try reader.next() == nil)
  }

  @Test func `equal contents give equal archives of whole records`() throws {
    let first = try readFile(try write(to: "a.tar"))
    #expect(try first == readFile(try write(to: "b.tar")))
    #expect(first.count % 10_240 == 0)
  }

  @Test func `tar of the system unpacks the archive`() throws {
    let archive = try write(to: "a.tar")
    try directory.makeDirectory("out")
    let unpacked = try runCommand("tar", ["-xf", archive, "-C", directory("out")])
    try #require(unpacked.status == 0, "\(unpacked)")
    for (name, content) in contents { #expect(try directory.read("out/\(name)") == content) }
    #expect(try directory.names(in: "out").count == contents.count)
  }

  @Test func `the reader reads what tar of the system wrote`() throws {
    let deep = String(repeating: "deep/", count: 30) + "a.wav"
    try directory.write("in/\(deep)", [1, 2, 3])
    for format in ["gnu", "posix", "ustar"] {
      let archive = directory("\(format).tar")
      let packed = try runCommand(
        "tar", ["--format=\(format)", "-cf", archive, "-C", directory("in"), "deep"])
      try #require(packed.status == 0, "\(packed)")
      let reader = try TarReader(archive)
      let member = try #require(try reader.next())
      #expect(member.name == deep, "\(format)")
      #expect(try reader.content(of: member) == [1, 2, 3])
      #expect(try reader.next() == nil)
    }
  }

  @Test(arguments: ["", String(repeating: "n", count: 101), "a\0b"])
  func `a name that does not fit is refused`(_ name: String) throws {
    let writer = try TarWriter(directory("a.tar"))
    #expect(throws: Problem.self) { try writer.add(name, [1]) }
  }
}
