import Files
import Manifests
import TestSupport
import Testing

@Suite struct DetectionTests {
  let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  @Test(arguments: [
    #"{"audio_filepath": "/a.wav", "duration": 1}"#,
    #"{"audio_filename": "/a.wav", "duration": 1}"#,
    "\n \t\n" + #" {"audio_filepath": "/a.wav", "duration": 1}"#,
    #"{"audio_filepath": "/a.wav", "duration": 1, "recording_id": "r", "supervisions": 2}"#,
    #"{"audio_filepath": "/a.wav", "duration": 1, "sources": "web", "num_samples": 9}"#,
  ])
  func `a file with an object a line is a NeMo manifest, whatever its name`(_ text: String) throws {
    #expect(try ManifestFormat.detect(directory.write("data.csv", text)) == .nemo)
  }

  @Test func `a directory with wav_scp is a Kaldi directory`() throws {
    let path = try KaldiFixture(segments: false).write(to: directory)
    #expect(try ManifestFormat.detect(path) == .kaldi)
  }

  struct Foreign: Sendable, CustomTestStringConvertible {
    let text: String
    let says: String
    var line = 1
    var testDescription: String { says }
  }

  @Test(arguments: [
    Foreign(text: #"[{"audio_filepath": "/a.wav", "duration": 1}]"#, says: "a JSON array"),
    Foreign(text: "\u{FEFF}" + #"{"audio_filepath": "/a.wav"}"#, says: "byte order mark"),
    Foreign(text: #"{"id": "a", "recording_id": "r", "start": 0}"#, says: "no known format"),
    Foreign(
      text: #"{"audio_filepath": "/a.wav", "duration": 1, "text": "a", "pred_text": "b"}"#,
      says: "decoder's output"),
    Foreign(text: "\n\nname,duration,wav\n", says: "no known format", line: 3),
    Foreign(text: "utt1 /a.wav\n", says: "not the start of a manifest"),
  ])
  func `the error for another kind of file says what it looks like`(_ foreign: Foreign) throws {
    let path = try directory.write("train.json", foreign.text)
    let problem = #expect(throws: Problem.self) { try ManifestFormat.detect(path) }
    #expect(problem?.kind == .badData)
    #expect(problem?.file == path)
    #expect(problem?.line == foreign.line)
    #expect(problem?.message.contains(foreign.says) == true)
    #expect(problem?.hint != nil)
  }

  @Test func `invalid UTF-8 is not detected as anything`() throws {
    let path = try directory.write("train.json", Array("{\"text\": \"".utf8) + [0xFF, 0x22, 0x7D])
    let problem = #expect(throws: Problem.self) { try ManifestFormat.detect(path) }
    #expect(problem?.message == "is not UTF-8")
    #expect(problem?.line == 1)
  }

  @Test(arguments: ["", "\n", " \t\r\n\n"])
  func `a file without an utterance is refused`(_ text: String) throws {
    let path = try directory.write("train.json", text)
    let problem = #expect(throws: Problem.self) { try ManifestFormat.detect(path) }
    #expect(problem?.message == "has no utterance")
    #expect(problem?.file == path)
  }

  @Test(arguments: [
    ("metadata.csv", "give the path of that file"), ("cuts.000000.tar", "name the archives"),
    ("dev-clean/1089/134686/1089-134686.trans.txt", "corpus/dev-clean"),
    ("train-0.parquet", "metadata.jsonl"), ("data-0.arrow", "metadata.jsonl"),
    ("data/train-0.parquet", "metadata.jsonl"),
  ])
  func `the error for a directory says what to name instead`(
    _ file: String, _ says: String
  ) throws {
    try directory.write("corpus/\(file)", "x")
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.detect(directory("corpus"))
    }
    #expect(problem?.file == directory("corpus"))
    #expect(problem?.hint?.contains(says) == true, "\(String(describing: problem))")
  }

  @Test(arguments: [
    ("train.json", #"{"audio_filepath": "/a.wav", "duration": 1}"#, "nemo"),
    (
      "recordings.jsonl",
      #"{"id": "a", "sources": [], "sampling_rate": 1, "num_samples": 1, "duration": 1}"#, "lhotse"
    ), ("train.tsv", "client_id\tpath\tsentence", "common-voice"),
  ])
  func `the error for a directory names a manifest in it`(
    _ file: String, _ line: String, _ format: String
  ) throws {
    try directory.write("corpus/README", "notes")
    try directory.write("corpus/\(file)", line + "\n")
    let problem = #expect(throws: Problem.self) {
      try ManifestFormat.detect(directory("corpus"))
    }
    #expect(problem?.hint == "it has \(file) (\(format)): give the path of that file")
    #expect(problem?.message.contains("Kaldi") == false)
  }

  @Test func `the error for a part of a manifest says what to name`() throws {
    try directory.write("kaldi/wav.scp", "a /a.wav\n")
    try directory.write("kaldi/text", "a hello\n")
    try directory.write("ls/19/198/19-198.trans.txt", "19-198-0000 A\n")
    try directory.write("fs/train.tsv", "/corpus\na.wav\t5\n")
    try directory.write("fs/train.ltr", "A |\n")
    try directory.write("shar/recording.000000.tar", "x")
    try directory.write(
      "shar/cuts.000000.jsonl", #"{"supervisions": [], "type": "MonoCut"}"# + "\n")
    for (file, named) in [
      ("kaldi/text", "kaldi"), ("kaldi/wav.scp", "kaldi"), ("ls/19/198/19-198.trans.txt", "ls"),
      ("fs/train.ltr", "fs/train.tsv"), ("shar/cuts.000000.jsonl", "shar"),
      ("shar/recording.000000.tar", "shar"),
    ] {
      let problem = #expect(throws: Problem.self) { try ManifestFormat.detect(directory(file)) }
      #expect(problem?.file == directory(file) && problem?.message.contains("is a part of") == true)
      #expect(problem?.hint?.hasSuffix(directory(named)) == true, "\(String(describing: problem))")
    }
  }

  @Test func `the error for a wildcard says how a pattern is written`() throws {
    for number in 0..<3 { try directory.write("wds/shard-\(number).tar", "x") }
    let archives = #expect(throws: Problem.self) {
      try ManifestFormat.detect(directory("wds/*.tar"))
    }
    #expect(archives?.kind == .missingInput)
    #expect(archives?.hint?.contains(directory("wds/shard-{0..2}.tar")) == true)
    let files = #expect(throws: Problem.self) { try ManifestFormat.detect(directory("m_*.json")) }
    #expect(files?.hint?.contains("m_{0..7}.json") == true)
  }

  @Test func `the error for a damaged archive does not say that tar converts it`() throws {
    var bytes = TarBytes([(name: "a.wav", content: [1])]).bytes
    bytes[130] = UInt8(ascii: "-")
    let path = try directory.write("x.tar", bytes)
    let problem = #expect(throws: Problem.self) { try ManifestFormat.detect(path) }
    #expect(problem?.message.contains("first header is damaged") == true)
    #expect(problem?.hint?.contains("converts") == false)
  }

  @Test func `the error for a compressed archive says that members have no place`() throws {
    let archive = TarBytes([(name: "a.wav", content: [1]), (name: "a.txt", content: [65])]).bytes
    let path = try directory.write("x.tar.gz", gzipped(archive))
    let problem = #expect(throws: Problem.self) { try ManifestFormat.detect(path) }
    #expect(problem?.message.contains("is a compressed tar archive") == true)
    #expect(problem?.hint?.contains("gunzip") == true)
  }

  @Test func `the error for JSON with a byte order mark names the mark`() throws {
    let path = try directory.write("t.json", "\u{FEFF}{\n  \"u\": {\"wav\": \"/a.wav\"}\n}\n")
    let problem = #expect(throws: Problem.self) { try ManifestFormat.detect(path) }
    #expect(problem?.message.contains("byte order mark") == true)
  }

  @Test func `the error for Parquet says how to come to a manifest`() throws {
    let path = try directory.write("train.parquet", "PAR1\u{15}")
    let problem = #expect(throws: Problem.self) { try ManifestFormat.detect(path) }
    #expect(problem?.hint?.contains("metadata.jsonl") == true)
  }

  @Test func `a directory without wav_scp and a missing path are refused`() throws {
    try directory.makeDirectory("empty")
    let empty = #expect(throws: Problem.self) { try ManifestFormat.detect(directory("empty")) }
    #expect(empty?.kind == .badData)
    #expect(empty?.message.contains("without wav.scp") == true)
    let absent = #expect(throws: Problem.self) { try ManifestFormat.detect(directory("absent")) }
    #expect(absent?.kind == .missingInput)
    #expect(absent?.file == directory("absent"))
  }
}
