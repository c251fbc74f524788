import Files
import Manifests
import TestSupport
import Testing

/// Removal from manifests that were changed after injection.
@Suite struct NeMoRemovalTests {
  let injectedCorpus: InjectedCorpus
  let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    injectedCorpus = try InjectedCorpus(
      #require(try sample(.nemo, .plain, in: directory)), as: .nemo, injectedUtterances(3)
    ) { _ in [0, 3, 6] }
  }

  private func rewrite(_ body: ([String]) -> [String]) throws -> RemovalOutcome {
    let text = body(try lines(of: injectedCorpus.path)).map { $0 + "\n" }.joined()
    try injectedCorpus.output.write("train/train.json", text)
    return try injectedCorpus.remove()
  }

  @Test func `entries in another folder are recognised by their names`() throws {
    let removed = try rewrite { $0.map { $0.replacing("/out/train/", with: "moved/") } }
    #expect(removed.found == injectedCorpus.ids)
    #expect(removed.changedFiles == [])
  }

  @Test func `entries are recognised with any file name extension`() throws {
    let removed = try rewrite { $0.map { $0.replacing(".wav", with: ".16k.flac") } }
    #expect(removed.found == injectedCorpus.ids)
    #expect(removed.changedFiles == ["train.json"])
  }

  @Test func `each duplicate of an entry is removed`() throws {
    let removed = try rewrite { $0 + $0.filter { $0.contains("/out/") } }
    #expect(removed.found == injectedCorpus.ids)
    #expect(removed.entries == 6)
    #expect(removed.changedFiles == [])
  }

  @Test func `a changed order of the user's lines is detected`() throws {
    let removed = try rewrite { $0.reversed() }
    #expect(removed.found == injectedCorpus.ids)
    #expect(removed.changedFiles == ["train.json"])
  }

  @Test func `an entry that was removed by hand is not found`() throws {
    let lost = injectedCorpus.injected[1].id
    let removed = try rewrite { $0.filter { !$0.contains(lost) } }
    #expect(removed.found == injectedCorpus.ids.subtracting([lost]))
    #expect(removed.entries == 2)
    #expect(removed.changedFiles == [])
  }

  @Test func `other entries are kept`() throws {
    let one = try injectedCorpus.remove(ids: [injectedCorpus.injected[0].id], to: "one")
    #expect(one.found == [injectedCorpus.injected[0].id])
    #expect(one.changedFiles == ["train.json"])
    let all = try lines(of: injectedCorpus.path)
    #expect(try lines(of: injectedCorpus.output("one")) == Array(all.dropFirst()))
  }

  @Test func `an existing file is refused`() throws {
    try injectedCorpus.output.write("removed", "mine")
    let problem = #expect(throws: Problem.self) { try injectedCorpus.remove() }
    #expect(problem?.kind == .cannotWrite)
    #expect(try injectedCorpus.output.read("removed") == Array("mine".utf8))
  }

  @Test func `the error for a damaged line names the line`() throws {
    let problem = #expect(throws: Problem.self) {
      try rewrite { $0.prefix(4) + ["{\"audio_filepath\": \"/a\"}"] }
    }
    #expect(problem?.file == injectedCorpus.path)
    #expect(problem?.line == 5 && problem?.field == "duration")
  }
}
