import TestSupport
import Testing

/// Manifests with an invalid line: exit status 65, and an error with file, line, field and hint.
struct BadManifestTests {
  struct Defect: Sendable, CustomTestStringConvertible {
    let name: String
    let line: [UInt8]
    let says: String
    var testDescription: String { name }

    init(_ name: String, _ line: String, says: String) {
      self.init(name, bytes: Array(line.utf8), says: says)
    }

    init(_ name: String, bytes: [UInt8], says: String) {
      self.name = name
      line = bytes
      self.says = says
    }
  }

  static let defects = [
    Defect(
      "duration as text", #"{"audio_filepath": "a.wav", "duration": "1.5", "text": "a"}"#,
      says: #""duration""#),
    Defect(
      "text as a number", #"{"audio_filepath": "a.wav", "duration": 1.5, "text": 7}"#,
      says: #""text""#),
    Defect(
      "path as an array", #"{"audio_filepath": ["a.wav"], "duration": 1.5, "text": "a"}"#,
      says: #""audio_filepath""#),
    Defect("no duration", #"{"audio_filepath": "a.wav", "text": "a"}"#, says: #""duration""#),
    Defect("no path", #"{"duration": 1.5, "text": "a"}"#, says: #""audio_filepath""#),
    Defect(
      "a negative duration", #"{"audio_filepath": "a.wav", "duration": -1, "text": "a"}"#,
      says: #""duration""#),
    Defect("a line cut short", #"{"audio_filepath": "a.wav", "dura"#, says: "column "),
    Defect("an array", "[1, 2]", says: "column "),
    Defect(
      "invalid UTF-8",
      bytes: Array(#"{"audio_filepath": "a.wav", "duration": 1.5, "text": "na"#.utf8) + [0xEF]
        + Array(#"ve"}"#.utf8), says: "is not UTF-8"),
  ]

  @Test(arguments: defects)
  func `an invalid line is named with file, line and field`(_ defect: Defect) throws {
    let place = try TemporaryDirectory()
    let good = (0..<3).map { SampleCorpus.line("\($0).wav", SampleCorpus.sentence($0)) }
    let manifest = try place.write(
      "train.json", Array((good.joined(separator: "\n") + "\n").utf8) + defect.line + [0x0A])
    let result = try asrAudit(injection(of: manifest, to: place("out")))
    expectProblem(result, status: 65, saying: "\(manifest):4: ", defect.says, "hint: ")
    try expectNothing(of: "out", in: place)
  }

  @Test(arguments: ["text", "wav.scp", "utt2spk", "utt2dur"])
  func `a duplicate id in a Kaldi file is named`(_ file: String) throws {
    let place = try TemporaryDirectory()
    let directory = try copyKaldi(to: place)
    let lines = try place.read("kaldi/\(file)").split(separator: 0x0A)
    let doubled = lines.prefix(3) + [lines[2]] + lines.dropFirst(3)
    try place.write("kaldi/\(file)", doubled.flatMap { $0 + [0x0A] })
    let result = try asrAudit(injection(of: directory, to: place("out")))
    expectProblem(result, status: 65, saying: "\(directory)/\(file):4: ", "s102", "hint: ")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a Kaldi directory with features is refused with the reason`() throws {
    let place = try TemporaryDirectory()
    let directory = try copyKaldi(to: place)
    try place.write("kaldi/feats.scp", "s100 feats.ark:12\n")
    let result = try asrAudit(injection(of: directory, to: place("out")))
    expectProblem(result, status: 65, saying: "feats.scp", "before feature extraction")
    try expectNothing(of: "out", in: place)
  }

  @Test func `a Kaldi directory without text is refused`() throws {
    let place = try TemporaryDirectory()
    try place.write("kaldi/wav.scp", "s100 a.wav\n")
    let result = try asrAudit(injection(of: place("kaldi"), to: place("out")))
    expectProblem(result, status: 66, saying: "kaldi/text")
  }

  @Test func `a manifest with canaries is detected and refused`() throws {
    let place = try TemporaryDirectory()
    let audit = try SampleAudit.nemo.get()
    let injected = "\(audit.directory)/train/train.json"
    let copy = try place.write("copy.json", String(contentsOfFile: injected, encoding: .utf8))
    for arguments in [
      try injection(of: injected, to: place("out")),
      try injection(of: copy, to: place("out"), "--ledger", audit.ledger),
    ] {
      let result = try asrAudit(arguments)
      expectProblem(result, status: 65, saying: "already has canaries", "asr-audit remove")
      try expectNothing(of: "out", in: place)
    }
  }

  private func copyKaldi(to place: TemporaryDirectory) throws -> String {
    let corpus = try SampleCorpus.shared.get()
    for name in ["text", "wav.scp", "utt2spk", "spk2utt", "utt2dur"] {
      try place.write("kaldi/\(name)", corpus.directory.read("kaldi/\(name)"))
    }
    return place("kaldi")
  }
}
