import Files
import Manifests
import TestSupport
import Testing

@Suite struct NamePatternTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [
    ("a.json", ["a.json"]), ("a.json,b.json", ["a.json", "b.json"]),
    ("m__OP_0..3_CL_.json", ["m_0.json", "m_1.json", "m_2.json", "m_3.json"]),
    ("m_{8..11}.json", ["m_8.json", "m_9.json", "m_10.json", "m_11.json"]),
    ("s-{008..011}.tar", ["s-008.tar", "s-009.tar", "s-010.tar", "s-011.tar"]),
    ("{a,b/c}.json,d.json", ["a.json", "b/c.json", "d.json"]),
    (
      "b{1..2}/m_{0..1}.json",
      ["b1/m_0.json", "b1/m_1.json", "b2/m_0.json", "b2/m_1.json"]
    ), ("m_{5..5}.json", ["m_5.json"]), ("x{a,}.json", ["xa.json", "x.json"]),
  ])
  func `a value stands for its names in order`(_ value: String, _ names: [String]) throws {
    let pattern = try NamePattern(value)
    #expect(pattern.names == names)
    #expect(pattern.isSeveral == (names.count > 1))
    #expect(manifestFiles(value) == names)
  }

  @Test(arguments: ["a,b.json", "m_{0..1}.json", "c_OP_0..1_CL_.json"])
  func `the name of a file stands for that file`(_ name: String) throws {
    let path = try directory.write(name, "x")
    #expect(try NamePattern(path).names == [path])
  }

  @Test(arguments: ["a,b", "a{b}", "a{b", "c_OP_0..1_CL_", "a,b/{c}"])
  func `the name of a directory that exists is not expanded`(_ folder: String) throws {
    for name in ["m_0.json", "m_1.json"] { try directory.write("\(folder)/\(name)", "x") }
    let files = ["m_0.json", "m_1.json"].map { directory("\(folder)/\($0)") }
    #expect(try NamePattern(directory("\(folder)/m_{0..1}.json")).names == files)
    #expect(try NamePattern(directory("\(folder)/m__OP_0..1_CL_.json")).names == files)
    #expect(try NamePattern(directory("\(folder)/{m_0,m_1}.json")).names == files)
    // In a list an open brace would have to be closed.
    guard folder != "a{b" else { return }
    #expect(try NamePattern(files.joined(separator: ",")).names == files)
  }

  @Test func `several existing files take precedence over a name with a comma`() throws {
    for name in ["a", "b", "a,c"] { try directory.write(name, "x") }
    let value = "\(directory("a")),\(directory("b"))"
    #expect(try NamePattern(value).names == [directory("a"), directory("b")])
    #expect(
      try NamePattern("\(directory("a,c")),\(directory("b"))").names
        == [directory("a,c"), directory("b")])
  }

  @Test(arguments: [
    "m_{0..}.json", "m_{3..1}.json", "m_{a..c}.json", "m_{0..1.json", "m__OP_0..1.json",
    "m_{}.json",
    "m_{0..99999999999}.json", "m_{-1..3}.json", "{0..9999}{0..9999}", "a.json,a.json",
    "m_{1..2}.json,m_2.json", "a.json,", ",a.json", "a.json,,b.json",
  ])
  func `a range that cannot be expanded is refused`(_ value: String) throws {
    let problem = #expect(throws: Problem.self) { try NamePattern(value) }
    #expect(problem?.kind == .usage && problem?.file == value)
    #expect(manifestFiles(value) == [value])
  }
}
