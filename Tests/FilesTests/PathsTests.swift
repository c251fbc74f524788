import Files
import Foundation
import TestSupport
import Testing

@Suite struct PathsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [
    ("a/b/c.json", "a/b", "c.json", "c"), ("c.json", ".", "c.json", "c"), ("/c", "/", "c", "c"),
    ("/", "/", "/", "/"), ("//", "/", "//", "//"), ("a/b/", "a", "b", "b"),
    ("a//b", "a", "b", "b"), ("/a/b.tar.gz", "/a", "b.tar.gz", "b"), ("", ".", "", ""),
    (".", ".", ".", "."), ("a/.hidden", "a", ".hidden", ".hidden"),
    ("a/.hidden.wav", "a", ".hidden.wav", ".hidden"), ("a.b/c", "a.b", "c", "c"),
    ("../x", "..", "x", "x"),
    // A combining accent and the slash before it are one character.
    ("a/\u{301}b.c", "a", "\u{301}b.c", "\u{301}b"),
  ])
  func `a path has a parent, a name and a stem`(
    path: String, parent: String, name: String, stem expected: String
  ) {
    #expect(Array(parentDirectory(of: path).utf8) == Array(parent.utf8))
    #expect(Array(baseName(of: path).utf8) == Array(name.utf8))
    #expect(Array(stem(of: path).utf8) == Array(expected.utf8))
  }

  @Test func `an absolute path has no links and no dots`() throws {
    try directory.write("real/file", "")
    symlink(directory("real"), directory("link"))
    for (path, expected) in [
      ("real/file", "real/file"), ("link/file", "real/file"), ("link", "real"),
      ("real/../real/./file", "real/file"), ("link/new", "real/new"), ("new", "new"),
      ("missing/new", "missing/new"),
    ] {
      #expect(absolutePath(directory(path)) == directory(expected), "\(path)")
    }
    #expect(absolutePath("/") == "/")
    #expect(absolutePath("/surely-not-there") == "/surely-not-there")
  }

  @Test func `a relative path is resolved against the working directory`() {
    let here = FileManager.default.currentDirectoryPath
    #expect(absolutePath(".") == absolutePath(here))
    #expect(absolutePath("surely-not-there") == absolutePath(here) + "/surely-not-there")
    #expect(absolutePath("surely/not/there").hasSuffix("/surely/not/there"))
    #expect(absolutePath("surely/not/there").hasPrefix("/"))
  }

  @Test func `entries are in byte order`() throws {
    for name in ["b", "a", "B", "é", ".z", "a.b"] { try directory.write(name, "") }
    #expect(try directoryEntries(of: directory.path) == [".z", "B", "a", "a.b", "b", "é"])
    let problem = #expect(throws: Problem.self) { try directoryEntries(of: directory("none")) }
    #expect(problem?.kind == .missingInput)
  }

  @Test func `files, directories and links are distinguished`() throws {
    try directory.write("folder/file", "")
    symlink(directory("folder"), directory("link"))
    symlink(directory("none"), directory("dangling"))
    #expect(
      ["folder", "folder/file", "link", "dangling", "none"].map { fileExists(directory($0)) }
        == [true, true, true, true, false])
    #expect(
      ["folder", "folder/file", "link", "dangling", "none"].map { isDirectory(directory($0)) }
        == [true, false, true, false, false])
  }

  @Test func `removing a tree follows no link`() throws {
    try directory.write("precious/file", "")
    try directory.makeDirectory("tree/deep")
    symlink(directory("precious"), directory("tree/deep/link"))
    try removeTree(directory("tree"))
    #expect(try directory.names() == ["precious"])
    #expect(directory.exists("precious/file"))
    let problem = #expect(throws: Problem.self) { try removeTree(directory("tree")) }
    #expect(problem?.kind == .cannotWrite)
  }

  @Test func `a file beyond the size limit is refused`() throws {
    let bytes = (0..<600_000).map { UInt8($0 % 251) }
    let path = try directory.write("small", bytes)
    #expect(try readFile(path) == bytes)
    #expect(try readFile(path, limit: bytes.count) == bytes)
    let large = #expect(throws: Problem.self) { try readFile(path, limit: bytes.count - 1) }
    #expect(large?.kind == .badData)
    let missing = #expect(throws: Problem.self) { try readFile(directory("none")) }
    #expect(missing?.kind == .missingInput)
    let folder = #expect(throws: Problem.self) { try readFile(directory.path) }
    #expect(folder?.kind == .missingInput)
  }
}
