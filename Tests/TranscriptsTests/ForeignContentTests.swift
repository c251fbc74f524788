import Files
import TestSupport
import Testing
import Transcripts

@Suite struct ForeignContentTests {
  @Test(arguments: [
    ("<!DOCTYPE html>\n<html>", "looks like a page of HTML or XML, which is not read"),
    ("%WER = 2.11\n", "looks like a scoring report, which is not read"),
    ("c1 ref  a b\nc1 hyp  a c\n", "looks like Kaldi's per_utt, which is not read"),
  ])
  func `the error for another kind of text says what it is`(_ content: String, _ what: String)
    throws
  {
    let said = try complaint(content)
    #expect(said.hasPrefix("hyp:1: \(what)"))
    #expect(said.hasSuffix(formatsHint.dropFirst(9)))
  }

  @Test(arguments: [
    (Array("RIFF$\0\0\0WAVEfmt ".utf8), "is a WAV file, not a transcript"),
    (Array("fLaC\0\0\0\"".utf8), "is a FLAC file, not a transcript"),
    ([0xFF, 0xFE, 0x69, 0x00, 0x64, 0x00], "is UTF-16 text (iconv -f UTF-16 -t UTF-8 FILE"),
    ([0x28, 0xB5, 0x2F, 0xFD, 0x24], "is compressed with zstd (only gzip is read)"),
    (Array("c1 a\0b".utf8), "is binary data, not a transcript"),
    (gzipped(gzipped("c1 a\n".utf8)), "is compressed twice, not a transcript"),
  ])
  func `binary data is refused in any format`(_ bytes: [UInt8], _ what: String) throws {
    for format in TranscriptFormat.allCases.map(Optional.some) + [nil] {
      let said = try complaint(bytes, format: format)
      #expect(said.hasPrefix("hyp:1: \(what)"))
      #expect(said.hasSuffix(formatsHint))
    }
  }

  @Test(arguments: ["", "\n", " \r\n\t\n", "\u{FEFF}\n"])
  func `a file without a line is refused`(_ content: String) throws {
    for format in TranscriptFormat.allCases.map(Optional.some) + [nil] {
      #expect(
        try complaint(content, format: format)
          == "hyp: has no transcript\n  hint: check that the recogniser completed; "
          + formatsHint.dropFirst(9))
    }
  }

  @Test(arguments: ["", "[]", "\n"])
  func `a file without a loss is refused as such`(_ content: String) throws {
    let file = try TemporaryFile(content.utf8, named: "losses.json")
    let error = #expect(throws: Problem.self) {
      try TranscriptReader(path: file.path, content: .losses)
    }
    let said = try #require(error).description
    #expect(said.contains(": has no loss\n  hint: check that the program that computed the losses"))
    #expect(said.contains(#"{"id": "...", "loss": 12.3}"#) && !said.contains("asr-audit formats"))
  }

  @Test func `a number or a word in parentheses is no id`() throws {
    #expect(
      try Reading("c1 a b (-12.3)\nc2 a (-8.25)\n").rows == ["c1|-|a b (-12.3)", "c2|-|a (-8.25)"])
    #expect(try Reading("c1 a (laughs)\nc2 b (laughter)\n").format == .kaldi)
  }

  @Test func `a choice of words is refused, and no JSON`() throws {
    let said = try complaint("{ a / b } c (spk1-utt1)\n{ a / b } (spk1-utt2)\n")
    #expect(said.hasPrefix("hyp:1: has a choice of words"))
    let times = try complaint("c1 1 * * <ALT_BEGIN>\nc1 1 0.1 0.2 a\nc1 1 * * <ALT>\n")
    #expect(times.hasPrefix("hyp:1: has alternatives"))
  }

  @Test func `a text in place of a list of words is refused`() throws {
    let said = try complaint("c1-0:\tref='a b'\nc1-0:\thyp=\"a b\"\n")
    #expect(said.hasPrefix("hyp:2: \"hyp\": is no list of words in Python's notation"))
  }

  @Test(arguments: [TranscriptFormat.kaldi, .trn, .ctm, .stm, .recogs, .text, .subtitles])
  func `a NUL byte is refused`(_ format: TranscriptFormat) throws {
    let broken = sample(format) + "\0\n"
    #expect(try complaint(broken, format: format).contains("has a NUL byte"))
  }

  @Test(arguments: [",", ";", "\t"])
  func `a NUL byte in a table is refused`(_ separator: String) throws {
    let rows = "id\(separator)hyp\nc1\(separator)a\nc2\(separator)a\0b\n"
    #expect(try complaint(rows).hasPrefix("hyp:3: has a NUL byte"))
    let ids = "id\(separator)hyp\nc1\(separator)a\nc\0\(separator)a\n"
    #expect(try complaint(ids).contains("hyp:3: has a NUL byte"))
  }

  @Test func `an object with an object for each id is refused with the way to lines`() throws {
    let members = (0..<30).map { "\"c\($0)\": {\"text\": \"a\"}" }.joined(separator: ", ")
    #expect(try complaint("{\(members)}\n").contains("{id: .key} + .value"))
  }

  @Test func `a Python list is named`() throws {
    #expect(try complaint("[{'key': 'c1', 'text': 'a'}]\n").contains("json.dump(results, file)"))
  }

  @Test func `a log line before the records is named`() throws {
    let record = "{\"id\": \"a\", \"hyp\": \"b\"}\n"
    let said = try complaint("[NeMo I 2026] loading\n" + record)
    #expect(said.hasPrefix("hyp:1: line 1 is not a JSON object, and the next line starts one"))
    #expect(
      try complaint("[{\"id\": \"a\"},\n" + record).contains("hyp:1: no column has a known name"))
  }

  @Test func `lines that end in a carriage return alone are named`() throws {
    for format in TranscriptFormat.allCases.map(Optional.some) + [nil] {
      let said = try complaint("id,hyp\ra,b\rc,d\r", format: format)
      #expect(said.hasPrefix("hyp:1: has lines that end in a carriage return alone"))
      #expect(said.contains("tr '\\r' '\\n'"))
    }
  }

  @Test func `other layouts of JSON are named`() throws {
    let columns = "{\"audio_filepath\": {\"0\": \"a.wav\"}, \"pred_text\": {\"0\": \"b\"}}"
    #expect(try complaint(columns).contains("orient='records', lines=True"))
    let byID = "{" + (1...30).map { "\"c\($0)\": \"text\"" }.joined(separator: ", ") + "}"
    #expect(try complaint(byID).contains("to_entries"))
    for texts in ["[\"a b\", \"c\"]\n", "[\n  \"a b\",\n  \"c\"\n]\n"] {
      let said = try complaint(texts)
      #expect(said.contains("is an array of texts without ids") && said.contains("jq -r '.[]'"))
    }
  }

  @Test func `NaN is read over where nobody reads it, and is no text`() throws {
    let record = "{\"id\": \"a\", \"hyp\": \"b\", \"score\": NaN, \"x\": [-Infinity]}"
    #expect(try Reading(record).rows == ["a|-|b"])
    #expect(
      try complaint("{\"id\": \"a\", \"hyp\": NaN}")
        == "hyp:1: \"hyp\": expected a string, found 'NaN'")
  }

  @Test(arguments: ["NaN", "Infinity", "-Infinity", "\"nan\"", "null"])
  func `a loss that is not finite is read`(_ loss: String) throws {
    let file = try TemporaryFile("{\"id\": \"a\", \"loss\": \(loss)}\n".utf8, named: "loss")
    let reader = try TranscriptReader(path: file.path, content: .losses)
    var texts: [String] = []
    try reader.forEach({ hypothesis throws(Problem) in texts.append(hypothesis.text) })
    #expect(texts.count == 1)
    #expect(!(Double(texts[0])?.isFinite ?? false))
  }

  @Test func `ordinary Kaldi lines are not taken for reports`() throws {
    #expect(try Reading("c1 (mm hmm)\nc2 ref\n").hypotheses.count == 2)
    #expect(try Reading("c1 hello (mm-hmm)\nc2 hello\n").hypotheses.count == 2)
    #expect(try Reading("1\n2 hello\n").hypotheses.count == 2)
    #expect(try Reading("c1 one 2 3 four\n").hypotheses.count == 1)
  }

  @Test func `an id makes one tool's document a record like any other`() throws {
    let record = "{\"id\": \"a\", \"text\": \"b\", \"segments\": [{\"text\": \"b\"}]}"
    #expect(try Reading(record).rows == ["a|-|b"])
    #expect(
      try Reading("{\"clip\": \"a\", \"text\": \"b\", \"segments\": []}", id: "clip").rows
        == ["a|-|b"])
  }

  @Test func `naming the format overrides what text looks like`() throws {
    #expect(try Reading("[1] hello\n", format: .kaldi).rows == ["[1]|-|hello"])
  }

  @Test func `a broken first line is reported as broken`() throws {
    #expect(
      try complaint("{\"id\": \"a\", \"hyp\" \"b\"}\n")
        == "hyp:1: column 19: expected ':' after a key, found a string\n"
        + "  hint: every line must be one JSON object")
    #expect(
      try complaint("{\"id\": \"a\", \"hyp\": \"b\n{\"id\": \"c\", \"hyp\": \"d\"}\n")
        == "hyp:1: column 22: a string does not end\n  hint: every line must be one JSON object")
  }
}
