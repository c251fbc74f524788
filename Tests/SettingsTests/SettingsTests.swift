import Files
import Settings
import TestSupport
import Testing

private struct Colour: Hashable {
  enum Name: String, CaseIterable { case red, green, off }

  var name = Name.red
  var width = 1
  var share = 0.5
  var count: Int?
  var limit: Double?
  var inner = Inner()

  struct Inner: Hashable { var seed: UInt64 = 0 }

  static var keys: [SettingsKey<Colour>] {
    [
      .word("name", \.name), .integer("line_width", \.width), .number("share", \.share),
      .optional("count", \.count), .optional("limit", \.limit),
      .section("inner", \.inner, [.integer("seed", \.seed)]),
    ]
  }
}

@Suite struct SettingsTests {
  private func read(_ text: String) throws(Problem) -> Colour {
    var colour = Colour()
    try SettingsDocument.root(of: text, renamedKeys: ["width": "line_width"])?
      .set(&colour, Colour.keys)
    return colour
  }

  @Test func `keys set their properties and the others keep their values`() throws {
    var expected = Colour()
    #expect(try read("") == expected)
    #expect(try read("# comment\n") == expected)
    (expected.name, expected.width, expected.share) = (.off, 3, .infinity)
    (expected.count, expected.limit, expected.inner.seed) = (7, 2, 9)
    #expect(
      try read("name: off\nline_width: 3\nshare: .inf\ncount: 7\nlimit: 2\ninner: {seed: 9}")
        == expected)
  }

  @Test func `a former name sets the renamed key`() throws {
    #expect(try read("width: 4").width == 4)
    let root = try SettingsDocument.root(of: "\nwidth: 4", renamedKeys: ["width": "line_width"])
    #expect(root?.line(ofKey: "line_width") == 2)
  }

  @Test(arguments: ["width: 4\nline_width: 4", "line_width: 4\nwidth: 4"])
  func `a key under both names is refused`(text: String) throws {
    let problem = try #require(throws: Problem.self) { try read(text) }
    #expect(problem.line == 2 && problem.field == "line_width")
    #expect(problem.hint == "remove 'width'")
  }

  @Test(arguments: [
    ("- 1", 1, nil, "expected a section with keys such as name, found a list"),
    ("nam: red", 1, "nam", "did you mean 'name'?"),
    ("zzzzzz: red", 1, "zzzzzz", "known here: name, line_width"),
    ("name: gren", 1, "name", "did you mean 'green'?"),
    ("name: [off]", 1, "name", "expected one of red, green, off, found a list"),
    ("\nwidth: 1.5", 2, "line_width", "expected a whole number, found '1.5'"),
    ("width: {}", 1, "line_width", "found a section"),
    ("share: .nan", 1, "share", "expected a number"),
    ("inner:\n  seed: -1", 2, "seed", "a whole number from 0"),
    ("inner:\n  seeds: 1", 2, "seeds", "did you mean 'seed'?"),
    ("share: 1\nshare: 2", 1, nil, "set twice: share"),
    ("share: {", 2, nil, "is not YAML"),
  ])
  func `errors name the line and the key`(
    text: String, line: Int, field: String?, says: String
  ) throws {
    let problem = try #require(throws: Problem.self) { try read(text) }
    #expect(problem.line == line, "\(problem)")
    #expect(problem.field == field, "\(problem)")
    #expect("\(problem)".contains(says), "\(problem)")
  }

  @Test func `errors name the file`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write("a.yml", "\nnam: red")
    let problem = #expect(throws: Problem.self) {
      try SettingsDocument.read(path, limit: 100) { text throws(Problem) in try read(text) }
    }
    #expect(problem?.file == path && problem?.line == 2)
    try directory.write("latin.yml", [0x61, 0x3A, 0x20, 0xE9])
    #expect(throws: Problem.self) {
      try SettingsDocument.read(directory("latin.yml"), limit: 100) { $0 }
    }
  }

  @Test func `a list holds different elements`() throws {
    func numbers(_ text: String) throws(Problem) -> [Int] {
      try SettingsDocument.root(of: text)!
        .distinct("different numbers from 1", SettingsValue.integer) { $0 >= 1 }
    }
    #expect(try numbers("[1, 2]") == [1, 2])
    #expect(try numbers("3") == [3])
    for text in ["[]", "[1, 1]", "[0]", "[a]", "{a: 1}"] {
      #expect(throws: Problem.self) { try numbers(text) }
    }
  }

  @Test func `a missing key is an error and an optional one is nil`() throws {
    let section = try #require(SettingsDocument.root(of: "\na: 1")?.section)
    let problem = #expect(throws: Problem.self) {
      try section.required("b", SettingsValue.number)
    }
    #expect(problem?.field == "b" && problem?.line == 2)
    #expect(try section.optional("b", SettingsValue.number) == nil)
    #expect(try section.required("a", SettingsValue.finiteNumber) == 1)
  }
}
