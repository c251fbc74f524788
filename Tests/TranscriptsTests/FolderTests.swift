import Files
import TestSupport
import Testing
import Transcripts

/// Folders with a file for each utterance.
@Suite struct FolderTests {
  private let place: TemporaryDirectory

  init() throws { place = try TemporaryDirectory() }

  private func rows(_ format: TranscriptFormat? = nil) throws -> (rows: [String], decision: String)
  {
    let reader = try TranscriptReader(path: place("hyps"), format: format)
    var rows: [String] = []
    try reader.forEach({ hypothesis throws(Problem) in
      rows.append("\(hypothesis.id ?? "-")|\(hypothesis.text)")
    })
    return (rows, reader.decision.replacing(place.path, with: ""))
  }

  private static let folders: [(ending: String, format: TranscriptFormat, files: [String])] = [
    (
      "json", .whisper,
      ["{\"text\": \" a b\", \"segments\": []}", "{\"text\": \"\", \"segments\": []}"]
    ),
    (
      "wav.json", .whisperCpp,
      [
        "{\"result\": {}, \"transcription\": [{\"text\": \" a\"}, {\"text\": \" b\"}]}",
        "{\"result\": {}, \"transcription\": []}",
      ]
    ),
    ("json", .pipeline, ["{\"text\": \"a b\"}", "{\"text\": \"\"}"]),
    ("json", .vosk, ["{\"result\": [], \"text\": \"a b\"}", "{\"text\": \"\"}"]),
    ("srt", .subtitles, ["1\n00:00:00,000 --> 00:00:01,000\na b\n", ""]),
    ("vtt", .subtitles, ["WEBVTT\n\n00:00.000 --> 00:01.000\na b\n", "WEBVTT\n\n"]),
    ("tsv", .segments, ["start\tend\ttext\n0\t1\ta b\n", "start\tend\ttext\n"]),
    ("csv", .segments, ["start,end,text\n0,1,\" a b\"\n", "start,end,text\n"]),
    ("txt", .text, ["a\nb\n", ""]),
  ]

  @Test(arguments: folders.indices)
  func `the ids are the names of the files`(_ index: Int) throws {
    let (ending, format, files) = Self.folders[index]
    for (name, content) in zip(["c1", "c2"], files) {
      try place.write("hyps/\(name).\(ending)", content)
    }
    try place.write("hyps/.hidden", "x")
    // The second file may be empty, which the format must then accept.
    let (found, decision) = try rows()
    #expect(found == ["c1|a b", "c2|"])
    #expect(decision.hasPrefix("/hyps: \(format.title) ("))
    let empty = files[1].isEmpty ? "; 1 of them empty, read as utterances without speech" : ""
    #expect(decision.hasSuffix("; 2 files, ids from their names" + empty))
  }

  @Test(arguments: folders.indices)
  func `the first file may be empty`(_ index: Int) throws {
    let (ending, format, files) = Self.folders[index]
    guard files[1] == "" else { return }
    try place.write("hyps/c1.\(ending)", "")
    try place.write("hyps/c2.\(ending)", files[0])
    let (found, decision) = try rows()
    #expect(found == ["c1|", "c2|a b"] && decision.hasPrefix("/hyps: \(format.title) ("))
  }

  /// Files that a recogniser may leave behind when it fails.
  private static let failures = [
    "", " \n", "{}", "{\"error\": \"CUDA out of memory\"}", "null", "[]", "{\"text\": null}",
    "{\"partial\": \"a b\"}", "start\tend\tte", "start,end,te", "1\n00:00:00,0", "WEBVTT\n\n00:0",
    "1\n00:00:00,000 --> 00:00:01,000\n",
  ]

  @Test(arguments: folders.indices.dropLast())
  func `a file without a result is refused at any place`(_ index: Int) throws {
    let (ending, _, files) = Self.folders[index]
    for failure in Self.failures where failure != files[1] {
      // An SRT of blank lines has no cues, as an empty one.
      if ending == "srt", failure == " \n" { continue }
      for name in ["c1", "c2", "c3"] {
        for other in ["c1", "c2", "c3"] { try place.write("hyps/\(other).\(ending)", files[0]) }
        try place.write("hyps/\(name).\(ending)", failure)
        let error = #expect(throws: Problem.self, "\(ending): \(failure)") { try rows() }
        // The first file alone shows the format, so another one may be named for it.
        let isNamed = error?.description.contains("\(name).\(ending)") == true
        #expect(isNamed || name == "c1", "\(error?.description ?? "")")
      }
    }
  }

  @Test(arguments: ["whisper", "whisper-cpp", "hf-pipeline"])
  func `a file with two results is refused`(_ format: String) throws {
    let format = try #require(TranscriptFormat(rawValue: format))
    let (ending, _, files) = try #require(Self.folders.first { $0.format == format })
    try place.write("hyps/c1.\(ending)", files[0])
    try place.write("hyps/c2.\(ending)", "\(files[1])\n\(files[0])\n")
    let error = #expect(throws: Problem.self) { try rows() }
    #expect(error?.description.contains("c2.\(ending):2: has a second result") == true)
  }

  @Test(arguments: ["srt", "vtt"])
  func `a file that is named like subtitles and has none is refused`(_ ending: String) throws {
    try place.write("hyps/c1.\(ending)", "words without times\n")
    let error = #expect(throws: Problem.self) { try rows() }
    #expect(error?.description.contains("c1.\(ending):1: is named .\(ending)") == true)
  }

  @Test func `of several formats side by side one is read`() throws {
    // Whisper writes all of its formats by default.
    for (ending, _, files) in Self.folders where !["wav.json", "csv"].contains(ending) {
      try place.write("hyps/c1.\(ending)", files[0])
    }
    try place.write("hyps/c1.json", "{\"text\": \" from json\", \"segments\": []}")
    #expect(try rows().rows == ["c1|from json"])
  }

  @Test func `an error in a file of a folder names the file`() throws {
    try place.write("hyps/c1.json", "{\"text\": \"a\", \"segments\": []}")
    try place.write("hyps/c2.json", "{\"text\": \"a\", \"segments\": [")
    do throws(Problem) {
      _ = try TranscriptReader(path: place("hyps")).forEach({ _ throws(Problem) in })
      Issue.record("was read")
    } catch {
      #expect(error.file == place("hyps/c2.json") && error.line == 1)
    }
  }

  @Test func `folders without such files are refused`() throws {
    try place.makeDirectory("hyps")
    #expect(throws: Problem.self) { try rows() }
    try place.write("hyps/text", "c1 a\n")
    try place.write("hyps/score", "c1 1\n")
    do throws(Problem) {
      _ = try TranscriptReader(path: place("hyps"))
      Issue.record("was read")
    } catch {
      #expect(error.hint?.contains("hyps/text") == true)
    }
  }
}
