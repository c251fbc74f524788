import Files
import Foundation
import Manifests
import TestSupport
import Testing

/// The fields that injected entries get because all entries of a NeMo manifest have them.
@Suite struct EntryFieldTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  /// A manifest whose lines have the fields that `more` returns.
  private func manifest(_ count: Int = 40, _ more: (Int) -> String) throws -> String {
    let lines = (0..<count).map { number in
      #"{"audio_filepath": "/data/\#(number).wav", "duration": \#(number + 1), "#
        + #""text": "Line number \#(number).", \#(more(number))}"# + "\n"
    }
    return try directory.write("train.json", lines.joined())
  }

  private func inject(
    _ manifest: String, setting values: [String: String] = [:]
  ) throws -> InjectedCorpus {
    try InjectedCorpus(manifest, as: .nemo, setting: values)
  }

  /// The injected lines as objects.
  private func added(_ corpus: InjectedCorpus) throws -> [[String: Any]] {
    try corpus.positions.map { position in
      let line = try lines(of: corpus.path)[position - 1]
      return try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
  }

  @Test func `fields that are constant are copied, and removal restores the original`() throws {
    let path = try manifest { _ in
      #""source_lang": "en", "pnc": true, "task": {"name": "asr", "n": [1, 2]}, "weight": 0.5"#
    }
    let corpus = try inject(path)
    #expect(corpus.varying == [])
    for line in try added(corpus) {
      #expect(line["source_lang"] as? String == "en")
      #expect(line["pnc"] as? Bool == true)
      #expect((line["task"] as? [String: Any])?["name"] as? String == "asr")
      #expect(line["weight"] as? Double == 0.5)
    }
    #expect(try corpus.remove().changedFiles == [])
    #expect(try corpus.output.read("removed") == directory.read("train.json"))
  }

  @Test func `a constant string is copied as it is written`() throws {
    let corpus = try inject(manifest { _ in #""a\u0062": "\u00e9\n", "c": NaN"# })
    let line = try lines(of: corpus.path)[corpus.positions[0] - 1]
    #expect(line.hasSuffix(#""ab": "\u00e9\n", "c": NaN}"#), "\(line)")
  }

  @Test func `fields whose values vary need a value`() throws {
    let path = try manifest { number in
      #""source_lang": "\#(["en", "de", "fr", "es"][number % 4])", "pnc": \#(number % 2 == 0), "#
        + #""prompt": "question \#(number)""#
    }
    let unset = try inject(path)
    #expect(
      unset.varying == [
        VaryingField(name: "source_lang", examples: ["en", "de", "fr"]),
        VaryingField(name: "pnc", examples: ["true", "false"]),
        VaryingField(name: "prompt", examples: ["question 0", "question 1", "question 2"]),
      ])
    let corpus = try inject(
      path, setting: ["source_lang": "en", "pnc": "false", "prompt": "transcribe \"this\""])
    #expect(corpus.varying == [])
    for line in try added(corpus) {
      #expect(line["source_lang"] as? String == "en")
      #expect(line["pnc"] as? Bool == false)
      #expect(line["prompt"] as? String == "transcribe \"this\"")
    }
    #expect(try corpus.remove().changedFiles == [])
  }

  @Test func `a field that repeats the text gets the canary's text`() throws {
    let path = try manifest { number in
      #""answer": "Line number \#(number).", "plain": "line NUMBER \#(number)""#
    }
    let corpus = try inject(path)
    #expect(corpus.varying == [])
    for line in try added(corpus) {
      let text = try #require(line["text"] as? String)
      #expect(line["answer"] as? String == text && line["plain"] as? String == text)
    }
  }

  @Test func `the text of the canary can be stated as the value`() throws {
    let path = try manifest { number in #""answer": "reply \#(number)""# }
    #expect(try inject(path).varying.map(\.name) == ["answer"])
    for line in try added(inject(path, setting: ["answer": "{text}"])) {
      #expect(line["answer"] as? String == line["text"] as? String)
    }
  }

  @Test func `ids, speakers, files and lengths have the values of the canary`() throws {
    let path = try manifest { number in
      #""id": "u\#(number)", "utt_id": "\#(number)", "speaker": "s\#(number % 3)", "#
        + #""speaker_id": \#(number % 3), "client-id": "c\#(number)", "offset": \#(number), "#
        + #""orig_path": "/o/\#(number).mp3", "num_samples": \#(16_000 * number), "dur": \#(number).5, "#
        + #""begin": \#(number), "file_name": "\#(number)""#
    }
    let corpus = try inject(path)
    #expect(corpus.varying == [])
    for (line, utterance) in zip(try added(corpus), corpus.injected) {
      #expect(line["id"] as? String == utterance.id && line["utt_id"] as? String == utterance.id)
      #expect(line["speaker"] as? String == utterance.speaker.id)
      #expect(line["client-id"] as? String == utterance.speaker.id)
      #expect(line["speaker_id"] is Int && line["offset"] == nil)
      #expect(line["orig_path"] as? String == utterance.audioPath)
      #expect(line["file_name"] as? String == utterance.audioPath)
      #expect(line["num_samples"] as? Int == utterance.frames)
      #expect(line["dur"] as? Double == Double(utterance.frames) / Double(utterance.sampleRate))
      #expect(line["begin"] as? Int == 0)
    }
    #expect(try corpus.remove().changedFiles == [])
  }

  @Test func `other measures need a value`() throws {
    let path = try manifest { number in
      #""snr": \#(number).5, "wer": \#(number == 0 ? "NaN" : "2"), "#
        + #""score": \#(number == 0 ? "null" : "1"), "gender": "\#(number % 2 == 0 ? "m" : "f")", "#
        + #""speakers": ["a", \#(number)], "num_frames": 100"#
    }
    #expect(
      try inject(path).varying.map(\.name)
        == ["snr", "wer", "score", "gender", "speakers", "num_frames"])
    let stated = try inject(
      path,
      setting: [
        "snr": "20", "wer": "0", "score": "null", "gender": "f", "speakers": "[]",
        "num_frames": "{samples}",
      ])
    for line in try added(stated) {
      #expect(line["snr"] as? Int == 20 && line["gender"] as? String == "f")
    }
  }

  @Test(arguments: ["lang_id", "task_id", "source", "taskname"])
  func `a setting with an id in its name needs a value`(_ name: String) throws {
    let path = try manifest { number in #""\#(name)": "x\#(number % 2)""# }
    #expect(try inject(path).varying.map(\.name) == [name])
  }

  @Test func `a length is not copied although it is constant`() throws {
    let corpus = try inject(manifest { _ in #""num_samples": 16000, "orig_duration": 1.0"# })
    for (line, utterance) in zip(try added(corpus), corpus.injected) {
      #expect(line["num_samples"] as? Int == utterance.frames)
      #expect(line["orig_duration"] as? Double == line["duration"] as? Double)
    }
  }

  @Test func `a field that some entries lack is not copied`() throws {
    let corpus = try inject(manifest { number in number == 7 ? #""x": 1"# : #""domain": "web""# })
    #expect(corpus.varying == [])
    for line in try added(corpus) { #expect(line.count == 3) }
  }

  @Test(arguments: [
    (["sorce_lang": "en"], "did you mean source_lang?"), (["pnc": "maybe"], "true here"),
  ])
  func `an unknown field and a value of another kind are refused`(
    _ values: [String: String], _ says: String
  ) throws {
    let path = try manifest { number in #""source_lang": "en", "pnc": \#(number % 2 == 0)"# }
    let problem = #expect(throws: Problem.self) { try inject(path, setting: values) }
    #expect(problem?.kind == .usage)
    #expect(problem?.description.contains(says) == true, "\(String(describing: problem))")
  }

  @Test func `probe entries have the same fields`() throws {
    let corpus = try inject(manifest { _ in #""target_lang": "en""# })
    try corpus.output.makeDirectory("probe/utterances")
    try corpus.corpus.writeProbe(
      corpus.injected, checkUtterances: [], traits: corpus.traits, in: corpus.output("probe"),
      appearingAs: "")
    for line in try lines(of: corpus.output("probe/probe.json")) {
      #expect(line.hasSuffix(#""target_lang": "en"}"#))
    }
  }
}
