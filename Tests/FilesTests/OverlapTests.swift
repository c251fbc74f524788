import Files
import Foundation
import TestSupport
import Testing

@Suite struct OverlapTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write("data/train.json", "a manifest")
    try directory.write("data/nested/deep.json", "another manifest")
    try directory.makeDirectory("other")
    let manager = FileManager.default
    for (name, target) in [("link.json", "data/train.json"), ("shortcut", "data")] {
      try manager.createSymbolicLink(
        atPath: directory(name), withDestinationPath: directory(target))
    }
    try manager.createSymbolicLink(
      atPath: directory("other/link.json"), withDestinationPath: directory("data/train.json"))
    try manager.linkItem(atPath: directory("data/train.json"), toPath: directory("hard.json"))
  }

  private func check(_ outputs: [String], _ inputs: [String]) throws {
    try refuseOverlap(
      outputs: outputs.map { NamedPath("--output", $0 == "-" ? $0 : directory($0)) },
      inputs: inputs.map { NamedPath("--input", $0 == "-" ? $0 : directory($0)) })
  }

  @Test(arguments: [
    ("data/train.json", "data/train.json"),
    ("data/train.json", "data/../data/./train.json"),
    ("data/../data//train.json", "data/train.json"),
    ("link.json", "data/train.json"),
    ("data/train.json", "link.json"),
    ("hard.json", "data/train.json"),
    ("data/train.json", "hard.json"),
    ("shortcut/train.json", "data/train.json"),
    ("data", "data/train.json"),
    ("data/", "data/nested/deep.json"),
    ("shortcut", "data/train.json"),
    ("data", "shortcut/train.json"),
    ("data", "link.json"),
    ("other", "other/link.json"),
    ("data/new", "data"),
    ("data/nested/new", "data"),
    ("shortcut/new", "data"),
    ("data/new", "shortcut"),
    ("data", "data"),
    ("data/nested/../new", "data/"),
  ])
  func `an output that is, contains or lies inside an input is refused`(
    _ output: String, _ input: String
  ) throws {
    let problem = #expect(throws: Problem.self) { try check([output], [input]) }
    #expect(problem?.kind == .usage)
    #expect(problem?.field == "--output")
    #expect(problem?.message.contains("--input") == true)
  }

  @Test(arguments: [
    ("data/new.json", "data/train.json"),
    ("new", "data/train.json"),
    ("data2", "data/train.json"),
    ("other", "data/train.json"),
    ("data/nested", "data/train.json"),
    ("missing/new", "data/train.json"),
    ("data/train.json", "missing.json"),
    ("-", "-"),
    ("new", "-"),
  ])
  func `other outputs are accepted`(_ output: String, _ input: String) throws {
    try check([output], [input])
  }

  @Test(arguments: [
    ["new", "new"], ["new", "./new"], ["data", "data/new.json"], ["data/new.json", "data"],
    ["link.json", "hard.json"],
  ])
  func `outputs that overlap one another are refused`(_ outputs: [String]) throws {
    #expect(throws: Problem.self) { try check(outputs, []) }
  }

  @Test(arguments: [".", "..", "/"])
  func `the working directory is no output`(_ output: String) throws {
    let problem = #expect(throws: Problem.self) {
      try refuseOverlap(outputs: [NamedPath("--output", output)], inputs: [])
    }
    #expect(problem?.message.contains("working directory") == true)
  }
}
