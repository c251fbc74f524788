import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// Manifests whose fields the user names.
@Suite struct NamedFieldsTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func open(
    _ text: String, named name: String = "data.csv", _ keys: ManifestKeys
  ) throws -> (format: ManifestFormat, corpus: any TrainingCorpus) {
    let path = try directory.write(name, text)
    let format = try ManifestFormat.recognize(path, keys: keys).format
    return (format, try format.open(path, keys: keys))
  }

  @Test(arguments: [",", ";", "|", "\t"])
  func `a table is read by naming its columns, whatever its separator`(_ separator: String) throws {
    let text = "x,what,where,ms\n1,hello,/a.wav,1500\n2,\"\",/b.wav,\n"
      .replacing(",", with: separator)
    let keys = ManifestKeys(
      audio: "where", text: "what", duration: "ms", durationUnit: .milliseconds)
    let (format, corpus) = try open(text, keys)
    #expect(format == (separator == "\t" ? .tsv : .csv))
    let utterances = try corpus.surveyed().utterances
    #expect(utterances.map(\.audio.text) == ["/a.wav", "/b.wav"])
    // TSV has no quotes.
    #expect(utterances.map(\.text.text) == ["hello", separator == "\t" ? "\"\"" : ""])
    #expect(utterances.map(\.seconds) == [1.5, nil])
    #expect(utterances.map(\.line) == [2, 3])
  }

  @Test func `the columns of a table without a header are numbers`() throws {
    let (format, corpus) = try open(
      "/a.wav\thello\n/b.wav\tthere\n", ManifestKeys(audio: "1", text: "2"))
    #expect(format == .tsv)
    #expect(try corpus.surveyed().utterances.map(\.text.text) == ["hello", "there"])
    let injected = try InjectedCorpus(corpus, injectedUtterances(2)) { _ in [0, 2] }
    #expect(injected.positions == [1, 4])
    #expect(
      try lines(of: injected.path)[0] == "\(injected.injected[0].audioPath)\tcanary number 0 sings")
    #expect(try injected.remove().changedFiles == [])
  }

  @Test func `a nested key is a path, and injected entries have the same shape`() throws {
    let line =
      #"{"audio": {"path": "/a.wav", "rate": 16000}, "meta": {"s": [{"text": "h\u00e9"}]}, "id": 7}"#
    let keys = ManifestKeys(audio: "audio.path", text: "meta.s.0.text", id: "id")
    let (format, corpus) = try open(line + "\n", keys)
    #expect(format == .jsonl)
    let utterance = try #require(try corpus.surveyed().utterances.first)
    #expect(utterance.audio.text == "/a.wav" && utterance.text.text == "hé")
    #expect(utterance.name == "7")
  }

  @Test func `a key with a dot is one key`() throws {
    let keys = ManifestKeys(audio: "audio.path", text: "t")
    let corpus = try open(#"{"audio.path": "/a.wav", "t": "x"}"# + "\n", keys).corpus
    let injected = try InjectedCorpus(corpus, injectedUtterances(1)) { _ in [1] }
    #expect(try lines(of: injected.path)[1].hasPrefix(#"{"audio.path": "/out"#))
  }

  private static let units: [(DurationUnit, String, Double?, String)] = [
    (.seconds, "1.25", 1.25, "0.5171875"), (.milliseconds, "1250", 1.25, "517"),
    (.frames, "125", 1.25, "51"), (.samples, "20000", nil, "8275"),
  ]

  @Test(arguments: units)
  func `the duration of a canary has the unit of the corpus`(
    _ unit: DurationUnit, _ written: String, _ seconds: Double?, _ canary: String
  ) throws {
    let keys = ManifestKeys(audio: "a", text: "t", duration: "d", durationUnit: unit)
    let corpus = try open("a,t,d\n/a.wav,x,\(written)\n", keys).corpus
    #expect(try corpus.surveyed().utterances[0].seconds == seconds)
    let utterance = InjectedUtterance(
      id: "c", audioPath: "/c.wav", text: "c", frames: 8_275, sampleRate: 16_000,
      speaker: injectedSpeakers[0])
    let injected = try InjectedCorpus(corpus, [utterance]) { _ in [1] }
    #expect(try lines(of: injected.path)[2] == "/c.wav,c,\(canary)")
  }

  @Test func `stated names take precedence in a known format`() throws {
    let text = "ID,duration,wav,wrd,phn\na,1,/a.wav,HELLO,h\n"
    let keys = ManifestKeys(text: "phn")
    let (format, corpus) = try open(text, keys)
    #expect(format == .speechbrain)
    #expect(try corpus.surveyed().utterances[0].text.text == "h")
    // Another column of the audio than SpeechBrain's makes it a table with named columns.
    #expect(
      try open(text.replacing("wav", with: "mic"), ManifestKeys(audio: "mic", text: "wrd")).format
        == .csv)
  }

  @Test func `the error for an unknown name lists the names`() throws {
    let problem = #expect(throws: Problem.self) {
      try open("path,sentence\n/a.wav,x\n", ManifestKeys(audio: "path", text: "sentense"))
    }
    #expect(problem?.line == 1 && problem?.kind == .badData)
    #expect(problem?.message.contains(#"there are "path", "sentence""#) == true)
    #expect(problem?.hint == "did you mean sentence?")
  }

  @Test(arguments: [
    "path,sentence\n/a.wav,x\n", "{\"path\": \"/a.wav\", \"words\": \"x\"}\n",
    "file_name,text\na.wav,x\n",
  ])
  func `the error for an unknown format asks for names`(_ text: String) throws {
    let path = try directory.write("train", text)
    let problem = #expect(throws: Problem.self) { try ManifestFormat.recognize(path) }
    #expect(problem?.hint?.contains("audio_key") == true, "\(String(describing: problem))")
  }

  @Test func `positions are line numbers, also where a row has several lines`() throws {
    let text = "a,t\n/1.wav,\"x\ny\n\nz\"\n/2.wav,u\n"
    let corpus = try open(text, ManifestKeys(audio: "a", text: "t")).corpus
    let injected = try InjectedCorpus(corpus, injectedUtterances(3)) { _ in [0, 1, 2] }
    #expect(injected.positions == [2, 7, 9])
    let all = try lines(of: injected.path)
    for (position, utterance) in zip(injected.positions, injected.injected) {
      #expect(all[position - 1].contains(utterance.id))
    }
  }

  @Test func `a value with the separator is in quotes`() throws {
    let corpus = try open("t;a\nx;/1.wav\n", ManifestKeys(audio: "a", text: "t")).corpus
    let odd = InjectedUtterance(
      id: "c", audioPath: "/a;\"b\"/c.wav", text: "c", frames: 1, sampleRate: 16_000,
      speaker: injectedSpeakers[0])
    let injected = try InjectedCorpus(corpus, [odd]) { _ in [1] }
    #expect(try lines(of: injected.path)[2] == #"c;"/a;""b""/c.wav""#)
    #expect(try injected.reopened.surveyed().utterances[1].audio.text == "/a;\"b\"/c.wav")
  }

  @Test func `a separator in the output directory is refused where there are no quotes`() throws {
    let tsv = try open("a\tt\n/1.wav\tx\n", ManifestKeys(audio: "a", text: "t")).corpus
    #expect(tsv.refusal(ofAudioBelow: "/out\tput") != nil)
    #expect(tsv.refusal(ofAudioBelow: "/out put") == nil)
    let path = try directory.write("sb.csv", "ID,duration,wav,wrd\na,1,/a.wav,x\n")
    #expect(try ManifestFormat.speechbrain.open(path).refusal(ofAudioBelow: "/a$b") != nil)
  }
}
