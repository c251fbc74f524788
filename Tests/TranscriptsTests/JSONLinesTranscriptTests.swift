import Testing
import Transcripts

@Suite struct JSONLinesTranscriptTests {
  @Test(
    arguments: [
      "id", "utt_id", "utterance_id", "uttid", "key", "ID",
    ])
  func `every usual name of an id is known`(_ name: String) throws {
    #expect(try Reading("{\"\(name)\": \"c1\", \"hyp\": \"a\"}").rows == ["c1|-|a"])
  }

  @Test(
    arguments: [
      "audio_filepath", "audio_filename", "audio", "file", "file_name", "path", "wav",
      "wav_filename",
    ])
  func `every usual name of the audio is known`(_ name: String) throws {
    #expect(try Reading("{\"\(name)\": \"c1.wav\", \"hyp\": \"a\"}").rows == ["-|c1.wav|a"])
  }

  @Test(
    arguments: [
      "pred_text", "hypothesis", "hyp", "prediction", "pred", "transcript", "transcription", "res",
      "text",
    ])
  func `every usual name of a hypothesis is known`(_ name: String) throws {
    #expect(try Reading("{\"id\": \"c1\", \"\(name)\": \"a\"}").rows == ["c1|-|a"])
  }

  @Test func `a clear name wins over one that could be the reference`() throws {
    #expect(
      try Reading(#"{"id": "c1", "text": "r", "transcript": "r", "hyp": "a", "duration": 2}"#).rows
        == ["c1|-|a"])
    #expect(
      try Reading(#"{"wav_filename": "c1.wav", "src": "r", "res": "a", "loss": 0.1}"#).rows
        == ["-|c1.wav|a"])
  }

  @Test func `two names that could both be the hypothesis need a word from the user`() throws {
    let line = #"{"id": "c1", "text": "r", "transcription": "a"}"#
    #expect(
      try complaint(line) == """
        hyp:1: several columns could hold the hypothesis: "text", "transcription"
          hint: choose one with text_column
        """)
    #expect(try Reading(line, text: "transcription").rows == ["c1|-|a"])
  }

  @Test func `keys may be escaped and values may be anything that is skipped`() throws {
    let reading = try Reading(
      #"{"\u0069d": "c1", "t\u00e9xte": "a", "x": [[{"y": null}], -1.5e3, true]}"#, text: "téxte")
    #expect(reading.rows == ["c1|-|a"])
  }

  @Test func `an object cannot name an utterance, another column can`() throws {
    let line = #"{"audio": {"path": "a.wav"}, "file": "a.wav", "text": "b"}"#
    #expect(try Reading(line).rows == ["-|a.wav|b"])
  }

  // MARK: - Manifests passed as transcripts

  @Test(arguments: ["duration", "wav_filesize", "num_samples"])
  func `a training manifest is not a transcript`(_ mark: String) throws {
    let line = "{\"audio_filepath\": \"a.wav\", \"\(mark)\": 2, \"text\": \"reference\"}"
    #expect(
      try complaint(line) == """
        hyp:1: "text": beside "\(mark)" this is a training manifest's reference, not a \
        transcript; scored as a transcript, every canary would look memorised
          hint: pass the recogniser's output; if this is it, add text_column text
        """)
    #expect(try Reading(line, text: "text").rows == ["-|a.wav|reference"])
  }

  @Test func `a manifest's line further down is refused too`() throws {
    let first = #"{"audio_filepath": "a.wav", "text": "a"}"#
    #expect(
      try complaint("\(first)\n{\"audio_filepath\": \"b\", \"text\": \"b\", \"duration\": 1}\n")
        .hasPrefix("hyp:2: \"text\": beside \"duration\" this is a training manifest's reference"))
  }

  @Test(arguments: ["pred_text", "prediction_beam", "hyp_1", "transcript"])
  func `a hypothesis further down shows that text is the reference`(
    _ name: String
  ) throws {
    let lines =
      "{\"id\": \"a\", \"text\": \"a\"}\n{\"id\": \"b\", \"text\": \"r\", \"\(name)\": \"b\"}\n"
    #expect(
      try complaint(lines) == """
        hyp:2: "text": could be the reference, because there is "\(name)" too
          hint: choose the column with the hypothesis with text_column
        """)
    #expect(try Reading(lines, text: "text").rows == ["a|-|a", "b|-|r"])
  }

  @Test func `text beside a hypothesis with an unusual name is not read`() throws {
    #expect(
      try complaint(#"{"id": "a", "text": "r", "predicted_words": "b"}"#)
        .hasPrefix(
          "hyp:1: \"text\": could be the reference, because there is \"predicted_words\" too"))
  }
}
