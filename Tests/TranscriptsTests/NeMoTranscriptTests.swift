import Testing
import Transcripts

@Suite struct NeMoTranscriptTests {
  @Test func `the hypothesis is read and the reference is not`() throws {
    let reading = try Reading(
      """
      {"audio_filepath": "a/c1.wav", "duration": 1.84, "text": "reference", "pred_text": "one", \
      "wer": 0.5, "beams": [["one", -3.2]]}
      { "pred_text" : " tw\\u006f \\"2\\" " , "text":"r", "audio_filepath":"c2.wav", "duration":1 }
      """)
    #expect(reading.rows == ["-|a/c1.wav|one", "-|c2.wav| two \"2\" "])
    #expect(reading.hypotheses.map(\.line) == [1, 2])
  }

  @Test func `the Open ASR Leaderboard's lines are NeMo's`() throws {
    let reading = try Reading(
      """
      {"audio_filepath": "sample_0", "duration": 2.1, "time": 0.1, "text": "a", "pred_text": "b"}
      """)
    #expect(reading.format == .nemo)
    #expect(reading.rows == ["-|sample_0|b"])
  }

  @Test func `an id takes precedence over the audio`() throws {
    let reading = try Reading(
      """
      {"utt_id": "c1", "audio_filename": "x.wav", "pred_text": "one"}
      {"utt_id": 17, "audio_filename": null, "pred_text": "two"}
      {"utt_id": null, "audio_filename": "y.wav", "pred_text": "three"}
      {"utt_id": "", "audio_filename": "z.wav", "pred_text": "four"}
      """)
    #expect(reading.rows == ["c1|x.wav|one", "17|-|two", "-|y.wav|three", "-|z.wav|four"])
  }

  @Test func `one model's key is read; of several one must be chosen`() throws {
    let one = #"{"audio_filepath": "a.wav", "text": "r", "pred_text_large": "one"}"#
    #expect(try Reading(one).rows == ["-|a.wav|one"])
    #expect(try Reading(one).decision.contains("(line 1 has \"pred_text_large\")"))
    let two = #"{"audio_filepath": "a.wav", "pred_text_large": "one", "pred_text_tiny": "on"}"#
    #expect(
      try complaint(two) == """
        hyp:1: several columns could hold the hypothesis: "pred_text_large", "pred_text_tiny"
          hint: choose one with text_column
        """)
    #expect(try Reading(two, text: "pred_text_tiny").rows == ["-|a.wav|on"])
    let both = #"{"audio_filepath": "a.wav", "pred_text_large": "one", "pred_text": "two"}"#
    #expect(try Reading(both).rows == ["-|a.wav|two"])
  }

  @Test func `the reference is never read as the hypothesis by default`() throws {
    let line = #"{"audio_filepath": "a.wav", "text": "reference"}"#
    #expect(
      try complaint(line, format: .nemo) == """
        hyp:1: no column has a known name for hypotheses; there are "audio_filepath", "text"
          hint: choose one with text_column
        """)
    #expect(
      try complaint(
        #"{"audio_filepath": "a.wav", "duration": 1, "text": "reference"}"#, format: .nemo
      ).hasPrefix(
        "hyp:1: \"text\": beside \"duration\" this is a training manifest's reference, "))
    #expect(try Reading(line, format: .nemo, text: "text").rows == ["-|a.wav|reference"])
  }

  private let good = #"{"audio_filepath": "a.wav", "pred_text": "one"}"#

  @Test(arguments: [
    (
      #"{"audio_filepath": "b.wav", "pred_text": null}"#,
      "\"pred_text\": is null: the utterance was not transcribed"
    ),
    (
      #"{"audio_filepath": "b.wav", "pred_text": 4}"#,
      "\"pred_text\": expected a string, found a number"
    ),
    (
      #"{"audio_filepath": ["b.wav"], "pred_text": "b"}"#,
      "\"audio_filepath\": expected a string, found an array"
    ),
    (#"{"audio_filepath": "b.wav", "text": "b"}"#, "\"pred_text\": is missing on this line"),
    (
      #"{"pred_text": "b"}"#,
      "\"audio_filepath\": is missing or empty on this line, so the utterance "
        + "has no id"
    ),
    (
      #"{"audio_filepath": null, "pred_text": "b"}"#,
      "\"audio_filepath\": is missing or empty on this line, so the utterance "
        + "has no id"
    ),
    (
      #"{"audio_filepath": "b.wav", "pred_text": "b", "pred_text": "c"}"#,
      "\"pred_text\": occurs twice on this line"
    ),
    (#"{"audio_filepath": "b.wav", "pred_text": "b"#, "\"pred_text\": a string does not end"),
    (
      #"{"audio_filepath": "b.wav", "pred_text": "b"} x"#,
      "column 47: expected the end, found 'x'"
    ),
    ("c1 words", "column 1: expected an object, found 'c'"),
  ])
  func `the error for an invalid line names the field`(_ line: String, _ what: String) throws {
    let said = try complaint("\(good)\n\n\(line)\n")
    #expect(said.split(separator: "\n").first == "hyp:3: \(what)")
  }

  @Test func `invalid UTF-8 is refused`() throws {
    let bytes =
      Array("\(good)\n{\"audio_filepath\": \"b\", \"pred_text\": \"".utf8) + [0xE9, 0x22, 0x7D]
    #expect(
      try complaint(bytes)
        == "hyp:2: is not UTF-8\n  hint: iconv -f ENCODING -t UTF-8 FILE converts it")
  }
}
