import Files
import Manifests
import TestSupport
import Testing

/// The grammar of a line of a NeMo manifest.
@Suite struct NeMoEntryTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private func survey(
    _ lines: String...
  ) throws -> (traits: CorpusTraits, utterances: [Utterance]) {
    let text = lines.map { $0 + "\n" }.joined()
    return try ManifestFormat.nemo.open(directory.write("train.json", text)).surveyed()
  }

  @Test func `all fields are read`() throws {
    let utterance = try survey(
      #"{"audio_filepath": "/a.wav", "duration": 1.5, "text": "hi", "offset": 2.5, "lang": "en"}"#
    ).utterances[0]
    #expect(utterance.audio.text == "/a.wav")
    #expect(utterance.text.text == "hi")
    #expect(utterance.seconds == 1.5)
    #expect(utterance.offset == 2.5)
    #expect(utterance.language == "en")
    #expect(utterance.line == 1)
    #expect(utterance.id == nil && utterance.speaker == nil)
  }

  @Test func `text, offset and language may be missing, offset and language null`() throws {
    let utterances = try survey(
      #"{"duration": 0, "audio_filepath": "/a.wav"}"#,
      #"{"audio_filepath": "/b.wav", "duration": 1, "offset": null, "lang": null}"#
    ).utterances
    #expect(utterances.map(\.text.count) == [0, 0])
    #expect(utterances.allSatisfy { $0.offset == nil && $0.language == nil })
  }

  @Test func `audio_filename means audio_filepath`() throws {
    let utterances = try survey(#"{"audio_filename": "/a.wav", "duration": 1}"#).utterances
    #expect(utterances[0].audio.text == "/a.wav")
  }

  @Test func `escapes in path and text are decoded`() throws {
    let utterance = try survey(
      #"{"audio_filepath": "\/\u00e9.wav", "duration": 1, "text": "\"\ud83d\ude00\t\\"}"#
    ).utterances[0]
    #expect(utterance.audio.text == "/é.wav")
    #expect(utterance.text.text == "\"😀\t\\")
  }

  @Test func `the last of duplicate keys counts`() throws {
    let utterance = try survey(
      #"{"audio_filepath": "/a", "duration": 1, "text": "x", "audio_filepath": "/b", "#
        + #""duration": 2, "text": "y"}"#
    ).utterances[0]
    #expect(utterance.audio.text == "/b")
    #expect(utterance.seconds == 2)
    #expect(utterance.text.text == "y")
  }

  @Test func `keys inside nested objects are ignored`() throws {
    let utterance = try survey(
      #"{"meta": {"audio_filepath": 3, "duration": "x"}, "audio_filepath": "/a", "duration": 1, "#
        + #""tags": [{"text": null}], "Text": 5}"#
    ).utterances[0]
    #expect(utterance.audio.text == "/a")
    #expect(utterance.text.isEmpty)
  }

  @Test func `skipped lines are kept, checked and not counted`() throws {
    let (traits, utterances) = try survey(
      #"{"audio_filepath": "/a", "duration": 1, "_skipme": true}"#,
      #"{"audio_filepath": "/b", "duration": 2, "_skipme": false}"#,
      #"{"audio_filepath": "/c", "duration": 4, "_skipme": 1}"#)
    #expect(utterances.map(\.line) == [2, 3])
    #expect(traits.utterances == 2)
    #expect(traits.utterancesWithDuration == 2)
    #expect(traits.statedSeconds == 6)
    #expect(traits.lines == 3)
    #expect(traits.warnings.count == 1)
    #expect(traits.warnings[0].contains("1 line(s) with \"_skipme\""))
  }

  @Test func `blank lines are kept with a warning that names the first`() throws {
    let entry = #"{"audio_filepath": "/a", "duration": 1}"#
    let (traits, utterances) = try survey(entry, "", " \t\r", entry)
    #expect(utterances.map(\.line) == [1, 4])
    #expect(traits.lines == 4)
    #expect(traits.warnings.count == 1)
    #expect(traits.warnings[0].contains("train.json:2: 2 blank line(s)"))
  }

  @Test func `a regular manifest has no warning`() throws {
    #expect(try survey(#"{"audio_filepath": "/a", "duration": 1}"#).traits.warnings == [])
  }

  @Test func `languages are counted`() throws {
    let entry = #"{"audio_filepath": "/a", "duration": 1, "lang": "#
    let traits = try survey(entry + "\"en\"}", entry + "\"de\"}", entry + "\"de\"}", entry + "5}")
      .traits
    #expect(traits.languages == ["en": 1, "de": 2])
  }
}
