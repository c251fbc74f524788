import Testing
import Transcripts

/// Tables with other separators than commas and tabs, as spreadsheets write them.
@Suite struct SeparatorTests {
  @Test(arguments: [(";", "semicolons"), ("|", "vertical bars"), (",", "commas"), ("\t", "tabs")])
  func `the header shows the separator`(_ separator: String, _ name: String) throws {
    let rows = ["file,hyp", "a.wav,one", "b.wav,\"two, three\"", "c.wav,"]
    let text = rows.map { row in
      row.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        .joined(separator: separator)
    }
    let reading = try Reading(text.joined(separator: "\r\n"), named: "hyp.txt")
    #expect(reading.decision.contains("is a header with \(name)"))
    let quotes = separator == "\t" ? "\"" : ""
    #expect(
      reading.rows == ["-|a.wav|one", "-|b.wav|\(quotes)two, three\(quotes)", "-|c.wav|"])
  }

  @Test(arguments: [";", "|"])
  func `a quoted field may have the separator, a quote and a line end`(_ separator: String) throws {
    let text = "id\(separator)hyp\na\(separator)\"b\(separator) \"\"c\"\"\nd\"\n"
    #expect(try Reading(text).rows == ["a|-|b\(separator) \"c\"\nd"])
  }

  @Test(arguments: [",", ";", "|", "\t"])
  func `a first line states the separator`(_ separator: String) throws {
    let text = "sep=\(separator)\r\nid\(separator)hyp\r\na\(separator)b\r\n"
    let reading = try Reading(text)
    #expect(reading.rows == ["a|-|b"])
    #expect(reading.format == (separator == "\t" ? .tsv : .csv))
    #expect(reading.decision.contains("line 1 states the separator"))
    #expect(reading.hypotheses[0].line == 3)
  }

  @Test func `the separator is found if the format is chosen`() throws {
    #expect(try Reading("sep=;\nid;hyp\na;b\n", format: .csv).rows == ["a|-|b"])
    #expect(try Reading("id|hyp\na|b\n", format: .csv).rows == ["a|-|b"])
    #expect(
      try Reading("said;clip\na;b\n", format: .csv, id: "clip", text: "said").rows == ["b|-|a"])
  }

  @Test func `an uneven row names the separator`() throws {
    #expect(
      try complaint("id;hyp\na;b;c\n")
        == "hyp:2: has 3 fields where the header has 2\n"
        + "  hint: a text with a semicolon must be in double quotes")
  }

  @Test func `a table without a header is named`() throws {
    for text in ["a1.wav,hello there\nb1.wav,hello\n", "a1.FLAC\thello\n"] {
      let name = text.contains(",") ? "hyp.csv" : "hyp.tsv"
      let said = try complaint(text, named: name)
      #expect(said.hasPrefix("\(name):1: the first line names an audio file"), "\(said)")
    }
  }

  @Test func `a Kaldi line with semicolons is no header`() throws {
    #expect(try Reading("c1 id;text\n").format == .kaldi)
  }
}
