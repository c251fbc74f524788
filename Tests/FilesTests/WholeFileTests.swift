import Files
import Foundation
import TestSupport
import Testing

@Suite struct WholeFileTests {
  let directory: TemporaryDirectory
  private var target: String { directory("out.json") }

  init() throws { directory = try TemporaryDirectory() }

  private func build(_ content: String, _ existing: ExistingOutput = .refused) throws {
    let file = try WholeFile(target, existing: existing)
    try file.write(content.utf8)
    try file.commit()
  }

  @Test func `commit leaves the file and nothing else`() throws {
    let file = try WholeFile(target, force: false)
    try file.write("new".utf8)
    #expect(!directory.exists("out.json"))
    try file.commit()
    #expect(try directory.names() == ["out.json"])
    #expect(try directory.read("out.json") == Array("new".utf8))
  }

  @Test func `without a commit nothing is left`() throws {
    func abandon() throws { try WholeFile(target, force: false).write("half".utf8) }
    try abandon()
    #expect(try directory.names() == [])
  }

  @Test func `an existing file is refused, moved aside or replaced`() throws {
    try directory.write("out.json", "first")
    let problem = #expect(throws: Problem.self) { try build("second") }
    #expect(problem?.kind == .cannotWrite)
    #expect(problem?.hint?.contains("force") == true)
    try build("second", .movedAside)
    #expect(try directory.names() == ["out.json", "out.json.previous-1"])
    #expect(try directory.read("out.json.previous-1") == Array("first".utf8))
    try build("third", .replaced)
    #expect(try directory.names() == ["out.json", "out.json.previous-1"])
    #expect(try directory.read("out.json") == Array("third".utf8))
  }

  @Test func `a file that appears meanwhile is kept`() throws {
    let file = try WholeFile(target, force: false)
    try directory.write("out.json", "theirs")
    let problem = #expect(throws: Problem.self) { try file.commit() }
    #expect(problem?.kind == .cannotWrite)
    #expect(try directory.read("out.json") == Array("theirs".utf8))
  }

  @Test(arguments: [ExistingOutput.movedAside, .replaced])
  func `a directory is never replaced by a file`(_ existing: ExistingOutput) throws {
    try directory.write("out.json/precious", "mine")
    #expect(throws: Problem.self) { try build("new", existing) }
    #expect(try directory.names() == ["out.json"])
    #expect(try directory.read("out.json/precious") == Array("mine".utf8))
  }

  @Test func `a file is never replaced by a directory`() throws {
    try directory.write("out", "mine")
    #expect(throws: Problem.self) { try StagedDirectory(target: directory("out"), force: true) }
    #expect(try directory.names() == ["out"])
  }

  @Test func `only leftovers of runs that have ended are removed`() throws {
    try directory.write("out.json.partial-1", "half")
    try directory.write("out.json.partial-mine", "a file of the user")
    try directory.write("other.partial-3", "of another output")
    try build("new")
    #expect(
      try directory.names() == ["other.partial-3", "out.json", "out.json.partial-mine"])
  }

  @Test func `the unfinished file of an active run is kept`() throws {
    try directory.write("out.json.partial-1", "growing")
    let lock = open(directory("out.json.partial-1"), O_RDONLY)
    try #require(flock(lock, LOCK_EX | LOCK_NB) == 0)
    let problem = #expect(throws: Problem.self) { try build("new") }
    #expect(problem?.hint?.contains("out.json.partial-1") == true)
    #expect(try directory.read("out.json.partial-1") == Array("growing".utf8))
    close(lock)
    try build("new")
    #expect(try directory.names() == ["out.json"])
  }

  @Test func `two runs with one target exclude each other`() throws {
    let first = try WholeFile(target, force: false)
    #expect(throws: Problem.self) { try WholeFile(target, force: false) }
    try first.commit()
    #expect(try directory.names() == ["out.json"])
  }

  @Test func `a pipe that is named like a leftover does not block`() throws {
    try #require(mkfifo(directory("out.json.partial-7"), 0o600) == 0)
    try build("new")
    #expect(try directory.names() == ["out.json", "out.json.partial-7"])
  }
}
