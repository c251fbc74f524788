import Manifests
import TestSupport
import Testing

/// Commands in wav.scp are data.
@Suite struct KaldiCommandTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [true, false])
  func `a pipe is never run`(_ segments: Bool) throws {
    var fixture = KaldiFixture(segments: segments)
    let marker = directory("marker")
    let commands = ["touch  \(marker)  |", "$(touch \(marker)) |", "`touch \(marker)`|"]
    for line in 1...(segments ? 2 : 3) {
      fixture.edit("wav.scp", line: line) {
        $0.prefix { $0 != " " } + " " + commands[line - 1]
      }
    }
    let path = try fixture.write(to: directory)
    let injectedCorpus = try InjectedCorpus(path, as: .kaldi)
    let (traits, utterances) = try injectedCorpus.corpus.surveyed()
    #expect(try !injectedCorpus.corpus.audioPaths(limit: 9).contains { $0.contains("touch") })
    try directory.makeDirectory("probe")
    let checkUtterances = utterances.enumerated().map { index, utterance in
      ProbedUtterance(
        id: "check-\(index)", speaker: injectedSpeakers[0], utterance: utterance)
    }
    try injectedCorpus.corpus.writeProbe(
      injectedCorpus.injected, checkUtterances: checkUtterances, traits: traits,
      in: directory("probe"),
      appearingAs: "/final")
    #expect(try injectedCorpus.remove().changedFiles == [])
    #expect(try lines(of: directory("probe/wav.scp")).contains("check-0 \(commands[0])"))
    #expect(!directory.exists("marker"))
  }

  @Test func `double spaces are kept`() throws {
    let path = try KaldiFixture(segments: false).write(to: directory)
    let injectedCorpus = try InjectedCorpus(path, as: .kaldi)
    let line = "alice-002 flac  -c  -d -s   /data/a2.flac  |"
    #expect(try lines(of: "\(path)/wav.scp").contains(line))
    #expect(try lines(of: "\(injectedCorpus.path)/wav.scp").contains(line))
    _ = try injectedCorpus.remove()
    #expect(try lines(of: injectedCorpus.output("removed/wav.scp")).contains(line))
  }
}
