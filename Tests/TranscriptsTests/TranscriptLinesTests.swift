import Files
import Platform
import TestSupport
import Testing
import Transcripts

@Suite struct TranscriptLinesTests {
  @Test(arguments: TranscriptFormat.allCases)
  func `gzip is read like plain text`(_ format: TranscriptFormat) throws {
    let bytes = gzipped(sample(format).utf8)
    let known = format == .text ? format : nil
    #expect(
      try Reading(bytes, format: known, byOrder: format.needsOrder).rows == sampleRows(format))
  }

  @Test(arguments: [TranscriptFormat.nemo, .jsonl, .csv, .tsv, .kaldi, .trn])
  func `a second member of a gzip file is read`(_ format: TranscriptFormat) throws {
    // `cat a.gz b.gz` makes such a file.
    let rest = sample(format).split(separator: "\n").last! + "\n"
    let bytes = gzipped(sample(format).utf8) + gzipped(rest.utf8)
    #expect(try Reading(bytes).hypotheses.count == 3)
  }

  @Test(arguments: [
    TranscriptFormat.nemo, .jsonl, .csv, .tsv, .kaldi, .trn, .ctm, .stm, .recogs, .fairseq,
  ])
  func `the error for truncated gzip names file and line`(_ format: TranscriptFormat) throws {
    let header = sample(format).split(separator: "\n")[0] + "\n"
    let row = sample(format).split(separator: "\n")[1] + "\n"
    // The lines of a recording differ in their start.
    let isTimed = [.ctm, .stm].contains(format)
    let rows = (0..<60_000).map {
      isTimed ? row.replacing(" 0.", with: " \($0).", maxReplacements: 1) : row
    }
    let content = header + rows.joined()
    let bytes = gzipped(content.utf8)
    let said = try complaint(
      bytes.dropLast(bytes.count / 4), named: "hyp.gz", byOrder: format.needsOrder)
    let parts = said.split(separator: ":", maxSplits: 2)
    try #require(parts.count == 3)
    let line = try #require(Int(parts[1]))
    // A quarter is missing; all lines before the cut are read.
    #expect((44_000...46_000).contains(line))
    #expect(
      parts[2] == " the compressed data are incomplete\n  hint: was the file copied completely?")
  }

  @Test func `a last line without a line feed counts`() throws {
    #expect(try Reading("c1 a\nc2 b").hypotheses.map(\.line) == [1, 2])
  }

  @Test func `a byte order mark is dropped at the start of the file only`() throws {
    #expect(try Reading("\u{FEFF}c1 a\n\u{FEFF}c2 b\n").rows == ["c1|-|a", "\u{FEFF}c2|-|b"])
  }

  @Test func `a missing file is a missing input`() throws {
    let problem = #expect(throws: Problem.self) {
      _ = try TranscriptReader(path: "/nowhere/hyp.json")
    }
    #expect(problem?.kind == .missingInput)
    #expect(problem?.description.hasPrefix("/nowhere/hyp.json: cannot be read: ") == true)
  }

  @Test func `an error of the caller is passed on unchanged`() throws {
    let file = try TemporaryFile(sample(.kaldi).utf8, named: "hyp")
    let problem = Problem(.preflight, "enough", file: "ledger.json")
    var seen = 0
    let thrown = #expect(throws: Problem.self) {
      try TranscriptReader(path: file.path).forEach({ hypothesis throws(Problem) in
        seen += 1
        throw problem
      })
    }
    #expect(thrown == problem)
    #expect(seen == 1)
  }

  /// A pipe cannot be read twice, so detection must not consume what it reads.
  @Test func `standard input is read once`() throws {
    func readStandardInput(_ content: String) throws -> (decision: String, rows: [String]) {
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      let bytes = Array(content.utf8)
      try #require(write(ends[1], bytes, bytes.count) == bytes.count)
      close(ends[1])
      let saved = dup(STDIN_FILENO)
      dup2(ends[0], STDIN_FILENO)
      close(ends[0])
      defer {
        dup2(saved, STDIN_FILENO)
        close(saved)
      }
      let reader = try TranscriptReader(path: "-")
      let decision = reader.decision
      var rows: [String] = []
      try reader.forEach({ hypothesis throws(Problem) in
        rows.append("\(hypothesis.id ?? "-")|\(hypothesis.text)")
      })
      return (decision, rows)
    }
    let read = try readStandardInput(sample(.csv))
    #expect(read.decision.hasPrefix("standard input: CSV (line 1 is a header with commas); "))
    #expect(read.rows == ["c1|café noir", "c2|"])
    let problem = #expect(throws: Problem.self) { _ = try readStandardInput("") }
    #expect(problem?.file == "standard input")
  }
}
