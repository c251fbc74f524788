import Files
import Manifests
import TestSupport
import Testing

/// The probe directory for decoding.
@Suite struct KaldiProbeTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func probe(_ fixture: KaldiFixture) throws -> [Utterance] {
    let corpus = try KaldiDirectory(path: fixture.write(to: directory))
    let (traits, utterances) = try corpus.surveyed()
    try directory.makeDirectory("probe")
    let voice = Speaker(id: "u99", gender: .male)
    try corpus.writeProbe(
      injectedUtterances(5),
      checkUtterances: utterances.enumerated().map { index, utterance in
        ProbedUtterance(id: "u99-\(index)", speaker: voice, utterance: utterance)
      }, traits: traits, in: directory("probe"), appearingAs: "/final")
    return try KaldiDirectory(path: directory("probe")).surveyed().utterances
  }

  @Test(arguments: [true, false])
  func `Kaldi's validator accepts the probe directory`(_ segments: Bool) throws {
    let utterances = try probe(KaldiFixture(segments: segments))
    #expect(try complaints(about: directory("probe")) == [])
    #expect(
      Set(utterances.compactMap(\.id))
        == Set(injectedUtterances(5).map(\.id))
        .union((0..<6).map { "u99-\($0)" }))
  }

  @Test func `check utterances keep text, audio and language under another id and speaker`() throws
  {
    let utterances = try probe(KaldiFixture(segments: false))
    let checkUtterance = try #require(utterances.first { $0.id == "u99-1" })
    #expect(checkUtterance.text.text == "hello line 2")
    #expect(checkUtterance.audio.text == "flac  -c  -d -s   /data/a2.flac  |")
    #expect(checkUtterance.speaker == "u99" && checkUtterance.language == "fr")
    #expect(utterances.first { $0.id == "u99-5" }?.language == "de")
  }

  @Test func `with segments each check utterance has its recording and its times`() throws {
    _ = try probe(KaldiFixture(segments: true))
    let segments = try lines(of: directory("probe/segments"))
    #expect(segments.contains("u99-0 u99-0 0.25 1.75"))
    #expect(segments.contains("u99-4 u99-4 8.25 9.75"))
    let audio = try lines(of: directory("probe/wav.scp"))
    #expect(audio.contains("u99-0 /data/alice 1.wav"))
    #expect(audio.contains("u99-4 flac  -c  -d -s   /data/a2.flac  |"))
  }

  @Test func `the probe has only the tables that decoding needs`() throws {
    _ = try probe(KaldiFixture(segments: false))
    #expect(
      try directory.names(in: "probe") == [
        "spk2gender", "spk2utt", "text", "utt2lang", "utt2spk", "wav.scp",
      ])
  }

  @Test func `a check utterance whose recording is missing is refused`() throws {
    var fixture = KaldiFixture(segments: true)
    fixture.edit("segments", line: 6) { $0.replacing("rec-z", with: "rec-zz") }
    let problem = #expect(throws: Problem.self) { try probe(fixture) }
    #expect(problem?.file == directory("data/wav.scp"))
    #expect(
      problem?.message
        == "there is no recording 'rec-zz', which the segment of utterance 'zoe-002' names")
  }
}
