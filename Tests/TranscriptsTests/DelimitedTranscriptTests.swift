import Testing
import Transcripts

@Suite struct DelimitedTranscriptTests {
  // MARK: - CSV

  @Test func `quoted fields may have commas, quotes and line ends`() throws {
    let reading = try Reading(
      """
      id,"hypothesis",note
      c1,"one, ""two"" three",x
      c2,"four

      five",""
      c3,"","a""b"
      c4,six,
      """)
    #expect(
      reading.rows == ["c1|-|one, \"two\" three", "c2|-|four\n\nfive", "c3|-|", "c4|-|six"])
    #expect(reading.hypotheses.map(\.line) == [2, 3, 6, 7])
  }

  @Test func `carriage returns end rows and are kept inside quotes`() throws {
    let reading = try Reading("id,hyp\r\nc1,one\r\nc2,\"two\r\nlines\"\r\n\r\nc3,\"three\"\r\n")
    #expect(reading.rows == ["c1|-|one", "c2|-|two\r\nlines", "c3|-|three"])
  }

  @Test func `column names are compared without case and outer spaces`() throws {
    #expect(try Reading("Id, Text \nc1,one\n").rows == ["c1|-|one"])
    #expect(try Reading("Clip,TEXT\nc1,one\n", id: "clip").rows == ["c1|-|one"])
    #expect(try Reading("WAV_FILENAME,res\nc1.wav,one\n").rows == ["-|c1.wav|one"])
  }

  @Test func `an empty id falls back to the audio`() throws {
    #expect(try Reading("id,wav,hyp\n,c1.wav,one\nc2,,two\n").rows == ["-|c1.wav|one", "c2|-|two"])
  }

  @Test(arguments: [
    (
      "c2\n",
      "hyp:3: has 1 field where the header has 3\n"
        + "  hint: a text with a comma must be in double quotes"
    ),
    (
      "c2,two, three,x\n",
      "hyp:3: has 4 fields where the header has 3\n"
        + "  hint: a text with a comma must be in double quotes"
    ),
    (
      "c2,5\" disk,x\n",
      "hyp:3: column 5: a quote inside a field that is not quoted\n"
        + "  hint: put the field in quotes and double the quotes inside it (RFC 4180)"
    ),
    (
      "c2,\"two\" three,x\n",
      "hyp:3: column 9: expected a comma after a closing quote\n"
        + "  hint: a quote inside quotes has to be doubled"
    ),
    (
      "c2,\"two\nthree\" x,\n",
      "hyp:4: column 7: expected a comma after a closing quote\n"
        + "  hint: a quote inside quotes has to be doubled"
    ),
    (
      "c2,\"two,x\nc3,three,x\n",
      "hyp:3: a quoted field starts here and does not end\n"
        + "  hint: a quote inside quotes has to be doubled"
    ),
    (",two,x\n", "hyp:3: \"id\": is empty, so the utterance has no id"),
  ])
  func `the error for an invalid row names its line`(_ row: String, _ what: String) throws {
    #expect(try complaint("id,hyp,note\nc1,one,x\n\(row)") == what)
  }

  @Test func `a quote that is never closed does not consume the file`() throws {
    let rows = String(repeating: "c3,three\n", count: 200_000)
    #expect(
      try complaint("id,hyp\nc1,one\nc2,\"two\n\(rows)c4,\"\n")
        .hasPrefix("hyp:3: a quoted field starts here and does not end\n"))
  }

  @Test func `the error for invalid UTF-8 names the column`() throws {
    let bytes = Array("id,hyp,note\nc1,one,".utf8) + [0xE9, 0x0A] + Array("c2,".utf8)
    #expect(
      try complaint(bytes + [0xE9, 0x2C, 0x0A])
        == "hyp:3: \"hyp\": is not UTF-8\n  hint: iconv -f ENCODING -t UTF-8 FILE converts it")
    #expect(try Reading(bytes + Array("two,\n".utf8)).rows == ["c1|-|one", "c2|-|two"])
  }

  @Test func `a duplicate column is refused if it is read`() throws {
    #expect(
      try complaint("id,ID,hyp\na,b,c\n")
        == "hyp:1: \"id\": two columns have this name\n  hint: rename one of them")
    #expect(try Reading("id,note,note,hyp\na,b,c,d\n").rows == ["a|-|d"])
  }

  @Test func `a header without rows is an empty transcript`() throws {
    #expect(try Reading("id,hyp\n").rows == [])
  }

  @Test func `a corpus's table is not a transcript`() throws {
    let table = "wav_filename,wav_filesize,transcript\na.wav,4,reference\n"
    #expect(
      try complaint(table).hasPrefix(
        "hyp:1: \"transcript\": beside \"wav_filesize\" this is a training manifest's reference"))
    #expect(try Reading(table, text: "transcript").rows == ["-|a.wav|reference"])
  }

  // MARK: - TSV

  @Test func `quotes have no special meaning in TSV`() throws {
    let reading = try Reading("id\ttext\r\nc1\t\"one, \"\"two\r\nc2\t\r\n\r\nc3\t three \n")
    #expect(reading.rows == ["c1|-|\"one, \"\"two", "c2|-|", "c3|-| three "])
    #expect(reading.hypotheses.map(\.line) == [2, 3, 5])
  }

  @Test func `the error for an uneven row of a TSV file names its line`() throws {
    #expect(
      try complaint("id\ttext\nc1\tone\nc2\ttwo\tthree\n")
        == "hyp:3: has 3 fields where the header has 2\n"
        + "  hint: check whether a text has a tab, which separates fields")
    #expect(
      try complaint("id\ttext\n\tone\n")
        == "hyp:2: \"id\": is empty, so the utterance has no id")
  }
}
