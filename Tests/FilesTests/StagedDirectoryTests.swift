import Files
import Foundation
import TestSupport
import Testing

@Suite struct StagedDirectoryTests {
  let directory: TemporaryDirectory
  private var target: String { directory("out") }

  init() throws { directory = try TemporaryDirectory() }

  /// Builds and commits a directory with one file.
  private func build(_ content: String, force: Bool = false) throws {
    let staged = try StagedDirectory(target: target, force: force)
    try writeFile("\(staged.path)/file", Array(content.utf8))
    try staged.commit()
  }

  @Test func `commit leaves the directory at its target and nothing else`() throws {
    let staged = try StagedDirectory(target: target, force: false)
    #expect(!directory.exists("out"))
    #expect(parentDirectory(of: staged.path) == directory.path)
    try staged.makeDirectory("audio")
    try writeFile("\(staged.path)/audio/a", Array("a".utf8))
    try staged.commit()
    #expect(try directory.names() == ["out"])
    #expect(try directory.read("out/audio/a") == Array("a".utf8))
  }

  @Test func `without a commit nothing is left`() throws {
    func abandon() throws {
      let staged = try StagedDirectory(target: target, force: false)
      try writeFile("\(staged.path)/file", Array("half".utf8))
      #expect(try directory.names().count == 1)
    }
    try abandon()
    #expect(try directory.names() == [])
  }

  @Test func `an existing target is refused and unchanged`() throws {
    try directory.write("out/mine", "mine")
    let problem = #expect(throws: Problem.self) { try build("new") }
    #expect(problem?.kind == .cannotWrite)
    #expect(problem?.file == target)
    #expect(problem?.hint?.contains("force") == true)
    #expect(try directory.names() == ["out"])
    #expect(try directory.read("out/mine") == Array("mine".utf8))
  }

  @Test func `with force existing targets are renamed with numbers`() throws {
    try build("first", force: true)
    #expect(try directory.names() == ["out"])
    try build("second", force: true)
    try build("third", force: true)
    #expect(try directory.names() == ["out", "out.previous-1", "out.previous-2"])
    #expect(try directory.read("out.previous-1/file") == Array("first".utf8))
    #expect(try directory.read("out.previous-2/file") == Array("second".utf8))
    #expect(try directory.read("out/file") == Array("third".utf8))
  }

  @Test func `with force and without a commit the target is unchanged`() throws {
    try build("first")
    func abandon() throws { _ = try StagedDirectory(target: target, force: true) }
    try abandon()
    #expect(try directory.names() == ["out"])
    #expect(try directory.read("out/file") == Array("first".utf8))
  }

  @Test func `a target that appears meanwhile is kept`() throws {
    func race() throws {
      let staged = try StagedDirectory(target: target, force: false)
      try directory.write("out/theirs", "theirs")
      let problem = #expect(throws: Problem.self) { try staged.commit() }
      #expect(problem?.kind == .cannotWrite)
    }
    try race()
    #expect(try directory.names() == ["out"])
    #expect(try directory.read("out/theirs") == Array("theirs".utf8))
  }

  @Test func `only the partial directory of a killed run is removed`() throws {
    try directory.write("out.partial-1/audio/a", "half")
    try directory.write("out.partial-2/b", "half")
    try directory.write("out.part", "a file of the user")
    try directory.write("other.partial-3/c", "of another output")
    try build("new")
    #expect(try directory.names() == ["other.partial-3", "out", "out.part"])
  }

  @Test func `the partial directory of an active run is kept`() throws {
    try directory.write("out.partial-1/a", "growing")
    let lock = open(directory("out.partial-1"), O_RDONLY | O_DIRECTORY)
    try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let problem = #expect(throws: Problem.self) { try build("new") }
    #expect(problem?.kind == .cannotWrite)
    #expect(problem?.hint?.contains("out.partial-1") == true)
    #expect(try directory.read("out.partial-1/a") == Array("growing".utf8))
    close(lock)
    try build("new")
    #expect(try directory.names() == ["out"])
  }

  @Test func `two runs with one target exclude each other`() throws {
    let first = try StagedDirectory(target: target, force: false)
    #expect(throws: Problem.self) { try StagedDirectory(target: target, force: false) }
    let second = try StagedDirectory(target: directory("two"), force: false)
    try second.commit()
    try first.commit()
    #expect(try directory.names() == ["out", "two"])
  }

  @Test(arguments: ["/proc/out", "file/out", "missing/out"])
  func `a target that cannot be created is refused`(target: String) throws {
    try directory.write("file", "")
    let place = target.hasPrefix("/") ? target : directory(target)
    let problem = #expect(throws: Problem.self) {
      try StagedDirectory(target: place, force: false)
    }
    #expect(problem?.kind == .cannotWrite)
  }

  @Test func `a slash at the end of the target is ignored`() throws {
    let staged = try StagedDirectory(target: target + "/", force: false)
    #expect(staged.target == target)
    try staged.commit()
    #expect(try directory.names() == ["out"])
  }

  @Test func `a subdirectory cannot be created twice`() throws {
    let staged = try StagedDirectory(target: target, force: false)
    try staged.makeDirectory("audio")
    let problem = #expect(throws: Problem.self) { try staged.makeDirectory("audio") }
    #expect(problem?.kind == .cannotWrite)
  }
}
