import TestSupport
import Testing
import Transcripts

@Suite struct DetectionTests {
  @Test(arguments: TranscriptFormat.allCases)
  func `every format is detected by its content`(_ format: TranscriptFormat) throws {
    // A text file is known as one of a folder only.
    guard format != .text else { return }
    let reading = try Reading(sample(format), byOrder: format.needsOrder)
    #expect(reading.format == format)
    #expect(reading.rows == sampleRows(format))
  }

  @Test(arguments: TranscriptFormat.allCases)
  func `awkward files of every format are read`(_ format: TranscriptFormat) throws {
    let awkward = formatSample(format).awkward
    #expect(!awkward.isEmpty)
    for (content, rows) in awkward {
      let reading = try Reading(
        content, format: format == .text ? format : nil, byOrder: format.needsOrder)
      #expect(reading.format == format, "\(content)")
      #expect(reading.rows == rows, "\(content)")
    }
  }

  @Test(arguments: TranscriptFormat.allCases)
  func `broken files of every format are refused`(_ format: TranscriptFormat) throws {
    let broken = formatSample(format).broken
    #expect(!broken.isEmpty || format == .text)
    for (content, message) in broken {
      let said = try complaint(content, byOrder: format.needsOrder)
      #expect(said.contains(message), "\(content): \(said)")
      #expect(said.hasPrefix("hyp:"))
    }
  }

  @Test(arguments: TranscriptFormat.allCases)
  func `every format is read if it is chosen`(_ format: TranscriptFormat) throws {
    let reading = try Reading(sample(format), format: format, byOrder: format.needsOrder)
    #expect(reading.rows == sampleRows(format))
    #expect(
      reading.decision.hasPrefix("hyp: \(format.title) (the stated format); "))
  }

  @Test(arguments: TranscriptFormat.allCases)
  func `blank lines, carriage returns and a byte order mark change nothing`(
    _ format: TranscriptFormat
  ) throws {
    // In these formats a blank line has a meaning.
    let isTight = [.speechbrain, .subtitles, .lines].contains(format)
    let lines = sample(format).split(separator: "\n", omittingEmptySubsequences: !isTight)
    let windows =
      "\u{FEFF}" + lines.joined(separator: isTight ? "\r\n" : "\r\n\r\n")
      // A table of segments that ends inside a line was truncated.
      + (format == .segments ? "\r\n" : "")
    let reading = try Reading(
      windows, format: format == .text ? format : nil, byOrder: format.needsOrder)
    #expect(reading.format == format)
    #expect(reading.rows == sampleRows(format))
    let first = reading.hypotheses.map(\.line).first
    if [.nemo, .jsonl, .kaldi, .trn].contains(format) { #expect(first == 1) }
    if [.csv, .tsv].contains(format) { #expect(first == 3) }
  }

  @Test func `titles and evidence are one line each and differ`() {
    let formats = TranscriptFormat.allCases
    #expect(Set(formats.map(\.title)).count == formats.count)
    #expect(Set(formats.map(\.evidence)).count == formats.count)
    for format in formats {
      #expect(!format.title.isEmpty && !format.evidence.contains("\n"))
    }
  }

  @Test func `the decision says what was found and what is read`() throws {
    #expect(
      try Reading(sample(.nemo), named: "hyp.json").decision
        == "hyp.json: NeMo JSONL (line 1 has \"pred_text\"); "
        + "ids from \"audio_filepath\", text from \"pred_text\"")
    #expect(
      try Reading("\n{\"id\": \"a\", \"file\": \"a.wav\", \"hyp\": \"b\"}").decision
        == "hyp: JSON Lines (line 2 is a JSON object); "
        + "ids from \"id\" or \"file\", text from \"hyp\"")
    #expect(
      try Reading(sample(.csv)).decision
        == "hyp: CSV (line 1 is a header with commas); ids from \"id\", text from \"hypothesis\"")
    #expect(
      try Reading(sample(.tsv)).decision
        == "hyp: TSV (line 1 is a header with tabs); ids from \"id\", text from \"hypothesis\"")
    #expect(
      try Reading(sample(.kaldi)).decision
        == "hyp: Kaldi text (line 1 is an id and words); ids from the first word of a line")
  }

  @Test func `the ending of the name decides if the content is not conclusive`() throws {
    let table = "recording,said\na,b\n"
    let columns = "no column has a known name for hypotheses; there are \"recording\", \"said\"\n"
    #expect(try complaint(table, named: "hyp.csv").hasPrefix("hyp.csv:1: \(columns)"))
    let tabs = table.replacing(",", with: "\t")
    #expect(
      try complaint(gzipped(tabs.utf8), named: "H.TSV.gz").hasPrefix("H.TSV.gz:1: \(columns)"))
    #expect(try Reading(table, named: "hyp.txt").rows == ["recording,said|-|", "a,b|-|"])
    // Content takes precedence over the ending.
    #expect(try Reading(sample(.jsonl), named: "hyp.csv").format == .jsonl)
    #expect(try Reading(sample(.csv), named: "hyp.json").format == .csv)
  }

  @Test func `columns that the user chose identify a header`() throws {
    #expect(try Reading("recording,said\na,b\n", id: "recording", text: "Said").rows == ["a|-|b"])
  }

  @Test func `a Kaldi line with tabs or commas is not a header`() throws {
    #expect(try Reading("c1\thello there, text\n").rows == ["c1|-|hello there, text"])
    #expect(try Reading("id no, it is not\n").format == .kaldi)
  }

  @Test func `a JSON file name with other content is refused`() throws {
    #expect(
      try complaint("c1 hello\n", named: "hyp.jsonl")
        == "hyp.jsonl:1: is named .jsonl, but its first line is not a JSON object" + formatsHint)
  }

  @Test func `a decision is one printable line`() throws {
    let key = #""pred_text_\u001b[31m\n""# + String(repeating: "m", count: 100)
    let name = String(key.dropLast(100).dropLast()) + String(key.suffix(100)) + "\""
    let decision = try Reading("{\"audio_filepath\": \"a\", \(name): \"b\"}").decision
    #expect(decision.contains("\"pred_text_\\u{1B}[31m\\u{A}mmm"))
    #expect(decision.contains("mmm…\""))
    #expect(!decision.contains("\n") && !decision.contains("\u{1B}"))
  }
}
