import Testing
import Transcripts

@Suite struct ColumnRequestTests {
  private let line = #"{"clip": "c1", "path": "c1.wav", "hyp": "a", "asr_words": "b"}"#

  @Test func `chosen columns are read`() throws {
    #expect(try Reading(line, id: "clip", text: "asr_words").rows == ["c1|-|b"])
    #expect(try Reading(line, text: "asr_words").rows == ["-|c1.wav|b"])
  }

  @Test func `a chosen audio column is read as audio`() throws {
    let both = #"{"id": "c1", "path": "c1.wav", "hyp": "a"}"#
    #expect(try Reading(both).rows == ["c1|c1.wav|a"])
    #expect(try Reading(both, id: "path").rows == ["-|c1.wav|a"])
    #expect(try Reading(both, id: "id").rows == ["c1|-|a"])
  }

  @Test func `the error for a missing column lists the columns`() throws {
    #expect(
      try complaint(line, text: "asr_word", kind: .usage) == """
        hyp:1: "asr_word": there is no such column; there are "clip", "path", "hyp", "asr_words"
          hint: did you mean text_column asr_words?
        """)
    #expect(
      try complaint("id,hyp\na,b\n", id: "utterance", kind: .usage) == """
        hyp:1: "utterance": there is no such column; there are "id", "hyp"
          hint: id_column takes one of these names
        """)
    #expect(
      try complaint(line, id: "CLIP", kind: .usage).hasSuffix(
        "\n  hint: did you mean id_column clip?"))
  }

  @Test func `a column cannot be both id and hypothesis`() throws {
    #expect(
      try complaint(line, id: "hyp", text: "hyp", kind: .usage) == """
        hyp:1: "hyp": cannot be both the id and the hypothesis
          hint: choose two different columns with id_column and text_column
        """)
    #expect(
      try complaint(#"{"path": "a", "duration": 1}"#, text: "path", kind: .badData) == """
        hyp:1: no column has a known name for ids; there are "path", "duration"
          hint: choose one with id_column, or pass match order if the file has one hypothesis for \
        each entry of the probe set, in its order
        """)
  }

  @Test func `without a known column name the error lists the columns`() throws {
    #expect(
      try complaint(#"{"id": "a", "said": "b"}"#) == """
        hyp:1: no column has a known name for hypotheses; there are "id", "said"
          hint: choose one with text_column
        """)
    #expect(
      try complaint(#"{"clip": "a", "hyp": "b"}"#) == """
        hyp:1: no column has a known name for ids; there are "clip", "hyp"
          hint: choose one with id_column, or pass match order if the file has one hypothesis for \
        each entry of the probe set, in its order
        """)
  }

  @Test func `long lists of columns are shortened`() throws {
    let keys = (1...15).map { "\"k\($0)\": 1" }.joined(separator: ", ")
    #expect(try complaint("{\(keys)}").contains("\"k11\", \"k12\" and 3 more\n"))
  }

  @Test func `a Kaldi text has no columns to choose`() throws {
    #expect(
      try complaint("c1 a\n", text: "hyp", kind: .usage) == """
        hyp:1: this format has no columns, so the column 'hyp' cannot be chosen
          hint: leave out text_column; if the first line is a header, choose the format with transcripts_format
        """)
  }
}
