import Files
import Manifests
import TestSupport
import Testing

/// Taking planted entries out of manifests that have been through other hands.
@Suite struct NeMoUprootTests {
  let plantation: Plantation
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    plantation = try Plantation(
      #require(try sample(.nemo, .plain, in: directory)), as: .nemo, plantedUtterances(3)
    ) { _ in [0, 3, 6] }
  }

  private func rewrite(_ body: ([String]) -> [String]) throws -> Uprooted {
    let text = body(try lines(of: plantation.path)).map { $0 + "\n" }.joined()
    try plantation.output.write("train/train.json", text)
    return try plantation.uproot()
  }

  @Test func `entries that moved to another folder are known by their names`() throws {
    let uprooted = try rewrite { $0.map { $0.replacing("/out/train/", with: "moved/") } }
    #expect(uprooted.found == plantation.ids)
    #expect(uprooted.changedFiles == [])
  }

  @Test func `entries are known whatever their ending`() throws {
    let uprooted = try rewrite { $0.map { $0.replacing(".wav", with: ".16k.flac") } }
    #expect(uprooted.found == plantation.ids)
    #expect(uprooted.changedFiles == ["train.json"])
  }

  @Test func `each copy of an entry is taken out`() throws {
    let uprooted = try rewrite { $0 + $0.filter { $0.contains("/out/") } }
    #expect(uprooted.found == plantation.ids)
    #expect(uprooted.entries == 6)
    #expect(uprooted.changedFiles == [])
  }

  @Test func `another order of the user's lines is told`() throws {
    let uprooted = try rewrite { $0.reversed() }
    #expect(uprooted.found == plantation.ids)
    #expect(uprooted.changedFiles == ["train.json"])
  }

  @Test func `an entry that was taken out by hand is not found`() throws {
    let lost = plantation.planted[1].id
    let uprooted = try rewrite { $0.filter { !$0.contains(lost) } }
    #expect(uprooted.found == plantation.ids.subtracting([lost]))
    #expect(uprooted.entries == 2)
    #expect(uprooted.changedFiles == [])
  }

  @Test func `entries of others stay`() throws {
    let one = try plantation.uproot(ids: [plantation.planted[0].id], to: "one")
    #expect(one.found == [plantation.planted[0].id])
    #expect(one.changedFiles == ["train.json"])
    let all = try lines(of: plantation.path)
    #expect(try lines(of: plantation.output("one")) == Array(all.dropFirst()))
  }

  @Test func `an existing file is never written over`() throws {
    try plantation.output.write("uprooted", "mine")
    let problem = #expect(throws: Problem.self) { try plantation.uproot() }
    #expect(problem?.kind == .cannotWrite)
    #expect(try plantation.output.read("uprooted") == Array("mine".utf8))
  }

  @Test func `a damaged line is told where it stands`() throws {
    let problem = #expect(throws: Problem.self) {
      try rewrite { $0.prefix(4) + ["{\"audio_filepath\": \"/a\"}"] }
    }
    #expect(problem?.file == plantation.path)
    #expect(problem?.line == 5 && problem?.field == "duration")
  }
}
